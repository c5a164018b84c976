/// Whether, when and how a task that ended is replaced.
@NullMarked
package belt.control.restart;

import org.jspecify.annotations.NullMarked;
