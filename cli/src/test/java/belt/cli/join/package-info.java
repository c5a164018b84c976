@NullMarked
package belt.cli.join;

import org.jspecify.annotations.NullMarked;
