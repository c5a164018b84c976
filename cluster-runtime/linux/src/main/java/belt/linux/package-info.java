/// The kernel's interfaces: namespaces, mounts, cgroups, processes, sysctls.
@NullMarked
package belt.linux;

import org.jspecify.annotations.NullMarked;
