/// Tasks as containers of the node's engine.
@NullMarked
package belt.agent.container;

import org.jspecify.annotations.NullMarked;
