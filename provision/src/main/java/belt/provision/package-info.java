/// Turns a machine into a node.
@NullMarked
package belt.provision;

import org.jspecify.annotations.NullMarked;
