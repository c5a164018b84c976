/// Files that belt writes on nodes.
@NullMarked
package belt.templates;

import org.jspecify.annotations.NullMarked;
