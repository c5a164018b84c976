/// Making machines with a journal: whatever happens, each one that was asked for is recorded and found again.
@NullMarked
package belt.cli.creation;

import org.jspecify.annotations.NullMarked;
