/// Machines that exist already.
@NullMarked
package belt.provider.generic;

import org.jspecify.annotations.NullMarked;
