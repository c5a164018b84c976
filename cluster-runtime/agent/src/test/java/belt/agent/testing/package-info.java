/// Fakes that behave, for the tests of this room.
@NullMarked
package belt.agent.testing;

import org.jspecify.annotations.NullMarked;
