/// Commands about clusters and which of them is in use.
@NullMarked
package belt.cli.cluster;

import org.jspecify.annotations.NullMarked;
