/// Machines of Amazon EC2, and of clouds that speak its query protocol.
@NullMarked
package belt.provider.aws;

import org.jspecify.annotations.NullMarked;
