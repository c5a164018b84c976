/// Sends tasks' logs to whoever subscribed through the leader.
@NullMarked
package belt.agent.logs;

import org.jspecify.annotations.NullMarked;
