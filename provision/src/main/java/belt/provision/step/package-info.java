/// Changes to a machine as data, and their execution.
@NullMarked
package belt.provision.step;

import org.jspecify.annotations.NullMarked;
