/// Words that every room shares: failures with a code, secrets, waiting, fan-out, ids and name patterns.
@NullMarked
package belt.core;

import org.jspecify.annotations.NullMarked;
