/// How a control loop lives: it watches, decides and proposes, on one thread.
@NullMarked
package belt.control.loop;

import org.jspecify.annotations.NullMarked;
