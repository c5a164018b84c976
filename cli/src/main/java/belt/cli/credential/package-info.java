/// Named accounts at providers, and where their secrets come from.
@NullMarked
package belt.cli.credential;

import org.jspecify.annotations.NullMarked;
