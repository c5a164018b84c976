/// Doing something later, without a thread that waits for it.
@NullMarked
package belt.agent.timer;

import org.jspecify.annotations.NullMarked;
