/// What the agent remembers over a restart.
@NullMarked
package belt.agent.journal;

import org.jspecify.annotations.NullMarked;
