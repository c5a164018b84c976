/// Gives out cluster-wide numbers such as published ports.
@NullMarked
package belt.control.allocator;

import org.jspecify.annotations.NullMarked;
