/// The failures of this room.
@NullMarked
package belt.agent.problem;

import org.jspecify.annotations.NullMarked;
