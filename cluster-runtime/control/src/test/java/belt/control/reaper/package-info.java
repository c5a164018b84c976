/// Tests.
@NullMarked
package belt.control.reaper;

import org.jspecify.annotations.NullMarked;
