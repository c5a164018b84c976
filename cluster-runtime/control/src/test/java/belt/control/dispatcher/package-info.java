/// Tests of the leader's side of the node sessions.
@NullMarked
package belt.control.dispatcher;

import org.jspecify.annotations.NullMarked;
