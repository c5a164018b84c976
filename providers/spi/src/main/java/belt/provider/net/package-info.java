/// How providers reach a cloud's API: through which proxy, and whom they trust there.
@NullMarked
package belt.provider.net;

import org.jspecify.annotations.NullMarked;
