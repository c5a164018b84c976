/// One Docker Engine's containers and images in our types.
@NullMarked
package belt.engine;

import org.jspecify.annotations.NullMarked;
