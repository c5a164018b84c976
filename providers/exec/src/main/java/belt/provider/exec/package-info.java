/// Any executable as a provider, speaking JSON lines. See docs/reference/provider-exec.md.
@NullMarked
package belt.provider.exec;

import org.jspecify.annotations.NullMarked;
