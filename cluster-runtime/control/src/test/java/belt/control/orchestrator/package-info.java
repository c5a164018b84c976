/// Tests.
@NullMarked
package belt.control.orchestrator;

import org.jspecify.annotations.NullMarked;
