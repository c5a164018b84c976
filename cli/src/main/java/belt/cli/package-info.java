/// The belt command.
@NullMarked
package belt.cli;

import org.jspecify.annotations.NullMarked;
