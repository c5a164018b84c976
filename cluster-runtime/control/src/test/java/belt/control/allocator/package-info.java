/// Tests.
@NullMarked
package belt.control.allocator;

import org.jspecify.annotations.NullMarked;
