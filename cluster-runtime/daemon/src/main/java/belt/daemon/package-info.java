/// The node daemon: configuration, wiring, shutdown.
@NullMarked
package belt.daemon;

import org.jspecify.annotations.NullMarked;
