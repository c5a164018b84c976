/// The operator's terminal: streams, colours, questions, live progress, Ctrl-C.
@NullMarked
package belt.cli.term;

import org.jspecify.annotations.NullMarked;
