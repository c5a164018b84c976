/// Messages between nodes and their versions.
@NullMarked
package belt.api;

import org.jspecify.annotations.NullMarked;
