/// The kernel's interfaces: commands, namespaces, control groups, processes, mounts, settings, address ranges. The only
/// package with native access, and the only one that starts `ip`, `nft`, `mount` and their like. No class of it does
/// anything heavy when it is loaded.
@NullMarked
package belt.linux;

import org.jspecify.annotations.NullMarked;
