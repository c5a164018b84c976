@NullMarked
package belt.control.join;

import org.jspecify.annotations.NullMarked;
