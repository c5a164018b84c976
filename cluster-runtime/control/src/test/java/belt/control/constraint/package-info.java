/// Tests.
@NullMarked
package belt.control.constraint;

import org.jspecify.annotations.NullMarked;
