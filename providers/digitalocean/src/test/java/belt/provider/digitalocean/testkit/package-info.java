/// A DigitalOcean on loopback that behaves, for tests and benches.
@NullMarked
package belt.provider.digitalocean.testkit;

import org.jspecify.annotations.NullMarked;
