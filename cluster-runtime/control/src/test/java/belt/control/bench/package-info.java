/// Benches: run by hand, not by the build.
@NullMarked
package belt.control.bench;

import org.jspecify.annotations.NullMarked;
