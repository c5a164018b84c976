/// The HTTP server itself: sockets, request heads, versions in paths, errors as JSON. Knows nothing of clusters.
@NullMarked
package belt.http.server;

import org.jspecify.annotations.NullMarked;
