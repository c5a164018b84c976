@NullMarked
package belt.provider.digitalocean;

import org.jspecify.annotations.NullMarked;
