/// Changes that people ask for, with the rules that only the cluster's state can check.
@NullMarked
package belt.control.ops;

import org.jspecify.annotations.NullMarked;
