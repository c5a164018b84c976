/// Streams between nodes over mutual TLS.
@NullMarked
package belt.transport;

import org.jspecify.annotations.NullMarked;
