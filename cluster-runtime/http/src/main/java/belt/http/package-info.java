/// Serves the Docker Engine API and /belt/v1.
@NullMarked
package belt.http;

import org.jspecify.annotations.NullMarked;
