/// Passing requests through: to the local engine's Unix socket, hijacked streams included, and to the leader.
@NullMarked
package belt.http.relay;

import org.jspecify.annotations.NullMarked;
