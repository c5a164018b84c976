/// The replicated tables, their indexes, the actions that change them and the watch on them.
@NullMarked
package belt.store;

import org.jspecify.annotations.NullMarked;
