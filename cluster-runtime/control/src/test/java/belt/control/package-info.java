/// Fakes and simulations of the control loops.
@NullMarked
package belt.control;

import org.jspecify.annotations.NullMarked;
