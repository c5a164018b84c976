/// Commands about a cluster's nodes.
@NullMarked
package belt.cli.node;

import org.jspecify.annotations.NullMarked;
