/// Playbooks from the command line.
@NullMarked
package belt.cli.play;

import org.jspecify.annotations.NullMarked;
