/// What the machine commands and `up` share: keys, machines, nodes, requirements of this host.
@NullMarked
package belt.cli.operate;

import org.jspecify.annotations.NullMarked;
