/// Machines of DigitalOcean. Only this package imports its client and the HTTP client beneath it.
@NullMarked
package belt.provider.digitalocean;

import org.jspecify.annotations.NullMarked;
