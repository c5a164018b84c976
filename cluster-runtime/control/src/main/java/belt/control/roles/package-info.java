/// Turns the wish for another role into Raft membership.
@NullMarked
package belt.control.roles;

import org.jspecify.annotations.NullMarked;
