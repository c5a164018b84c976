/// Tests.
@NullMarked
package belt.control.scheduler;

import org.jspecify.annotations.NullMarked;
