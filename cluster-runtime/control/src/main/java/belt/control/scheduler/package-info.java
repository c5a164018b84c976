/// Picks nodes for tasks that wait.
@NullMarked
package belt.control.scheduler;

import org.jspecify.annotations.NullMarked;
