/// Finds out what this node is and has.
@NullMarked
package belt.agent.describe;

import org.jspecify.annotations.NullMarked;
