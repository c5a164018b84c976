@NullMarked
package belt.simulator;

import org.jspecify.annotations.NullMarked;
