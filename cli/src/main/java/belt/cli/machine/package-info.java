/// Commands about machines.
@NullMarked
package belt.cli.machine;

import org.jspecify.annotations.NullMarked;
