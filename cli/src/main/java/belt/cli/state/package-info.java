/// The operator's files: which cluster is in use, its inventory, journal and lock.
@NullMarked
package belt.cli.state;

import org.jspecify.annotations.NullMarked;
