/// Container images made without a registry.
@NullMarked
package belt.provision.image;

import org.jspecify.annotations.NullMarked;
