/// What the tests of several modules share: the rules about imports and about problem codes.
@NullMarked
package belt.core.testkit;

import org.jspecify.annotations.NullMarked;
