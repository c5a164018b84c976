/// Machines that are real Linux hosts in namespaces of this one.
@NullMarked
package belt.provider.local;

import org.jspecify.annotations.NullMarked;
