/// Tests.
@NullMarked
package belt.control.update;

import org.jspecify.annotations.NullMarked;
