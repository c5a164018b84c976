/// What orchestration knows of services, slots and nodes, and what it has decided but not seen yet.
@NullMarked
package belt.control.slot;

import org.jspecify.annotations.NullMarked;
