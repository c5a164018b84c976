/// What the user wants (specs) and what was observed (statuses), as immutable records.
@NullMarked
package belt.model;

import org.jspecify.annotations.NullMarked;
