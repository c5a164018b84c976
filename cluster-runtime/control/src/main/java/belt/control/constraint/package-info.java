/// The placement constraints' grammar, and what happens when a node stops to meet them.
@NullMarked
package belt.control.constraint;

import org.jspecify.annotations.NullMarked;
