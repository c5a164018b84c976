/// What a request may contain, as far as the request alone tells: pure functions, Swarm's own texts.
@NullMarked
package belt.http.check;

import org.jspecify.annotations.NullMarked;
