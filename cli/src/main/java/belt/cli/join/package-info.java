/// Machines that join the cluster by themselves, from their first boot: tickets, what managers have to have ready, and the
/// waiting until they are in. See docs/design/cli.md.
@NullMarked
package belt.cli.join;

import org.jspecify.annotations.NullMarked;
