/// Commands about providers.
@NullMarked
package belt.cli.provider;

import org.jspecify.annotations.NullMarked;
