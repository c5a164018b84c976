/// Talks to the agents: sessions, assignments, statuses, heartbeats, logs.
@NullMarked
package belt.control.dispatcher;

import org.jspecify.annotations.NullMarked;
