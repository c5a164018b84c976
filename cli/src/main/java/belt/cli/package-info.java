/// The belt command: its entry point and the dispatch to commands. Start reading at {@code Belt}.
@NullMarked
package belt.cli;

import org.jspecify.annotations.NullMarked;
