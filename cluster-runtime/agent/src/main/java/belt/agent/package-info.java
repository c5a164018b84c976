/// The worker side: session, assignments, executors.
@NullMarked
package belt.agent;

import org.jspecify.annotations.NullMarked;
