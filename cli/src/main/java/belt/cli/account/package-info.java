/// Commands about accounts at providers.
@NullMarked
package belt.cli.account;

import org.jspecify.annotations.NullMarked;
