/// A cluster as the operator sees it: the Docker API of its nodes over TLS.
@NullMarked
package belt.client;

import org.jspecify.annotations.NullMarked;
