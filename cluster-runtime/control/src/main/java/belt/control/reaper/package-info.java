/// Deletes task records that nobody needs any more.
@NullMarked
package belt.control.reaper;

import org.jspecify.annotations.NullMarked;
