/// Lets nodes in and renews their certificates.
@NullMarked
package belt.control.join;

import org.jspecify.annotations.NullMarked;
