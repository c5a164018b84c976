/// The log file: what libraries and belt's own rooms say through SLF4J goes there, never between the operator's results.
@NullMarked
package belt.cli.log;

import org.jspecify.annotations.NullMarked;
