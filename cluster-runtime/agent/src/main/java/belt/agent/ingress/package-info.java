/// Serves published ports on every node by forwarding, until the routing mesh exists.
@NullMarked
package belt.agent.ingress;

import org.jspecify.annotations.NullMarked;
