/// The contract of machine providers.
@NullMarked
package belt.provider;

import org.jspecify.annotations.NullMarked;
