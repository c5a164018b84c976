/// The connection to the leader: greeting, assignments down, statuses and heartbeats up, coming back after a loss.
@NullMarked
package belt.agent.session;

import org.jspecify.annotations.NullMarked;
