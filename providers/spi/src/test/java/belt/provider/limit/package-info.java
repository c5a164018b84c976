@NullMarked
package belt.provider.limit;

import org.jspecify.annotations.NullMarked;
