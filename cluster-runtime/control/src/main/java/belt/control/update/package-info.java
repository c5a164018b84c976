/// Rolling updates and roll-backs.
@NullMarked
package belt.control.update;

import org.jspecify.annotations.NullMarked;
