/// Whole clusters of local machines, driven through `./belt` as an operator would.
@NullMarked
package belt.cluster;

import org.jspecify.annotations.NullMarked;
