/// Commands that make machines stand still and let them come back, and what they have in common: who is a manager, in which
/// order they go, when a machine counts as back.
@NullMarked
package belt.cli.power;

import org.jspecify.annotations.NullMarked;
