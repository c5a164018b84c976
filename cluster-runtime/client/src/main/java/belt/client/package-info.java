/// A cluster as the operator sees it, through its HTTP API.
@NullMarked
package belt.client;

import org.jspecify.annotations.NullMarked;
