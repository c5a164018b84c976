/// Help: the overview, the text of each command, the topics and the page of every problem code.
@NullMarked
package belt.cli.help;

import org.jspecify.annotations.NullMarked;
