@NullMarked
package belt.cli.credential;

import org.jspecify.annotations.NullMarked;
