/// Playbooks in YAML and their steps.
@NullMarked
package belt.playbooks;

import org.jspecify.annotations.NullMarked;
