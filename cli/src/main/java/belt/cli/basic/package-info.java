/// Commands about belt itself: version, help, expand.
@NullMarked
package belt.cli.basic;

import org.jspecify.annotations.NullMarked;
