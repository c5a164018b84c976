/// The control loops of the leader.
@NullMarked
package belt.control;

import org.jspecify.annotations.NullMarked;
