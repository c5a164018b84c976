@NullMarked
package belt.cli.log;

import org.jspecify.annotations.NullMarked;
