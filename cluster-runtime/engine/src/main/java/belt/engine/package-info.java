/// One Docker Engine's containers and images in our types. The only package, with `client`, that imports docker-java.
@NullMarked
package belt.engine;

import org.jspecify.annotations.NullMarked;
