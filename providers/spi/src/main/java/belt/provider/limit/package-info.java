/// Keeps all belt processes of an operator within what a provider's account may be asked.
@NullMarked
package belt.provider.limit;

import org.jspecify.annotations.NullMarked;
