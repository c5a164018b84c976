/// Makes and stops tasks so that each service has what its spec says.
@NullMarked
package belt.control.orchestrator;

import org.jspecify.annotations.NullMarked;
