/// `belt.yaml`: what the operator wants of a whole cluster, read with the place of every mistake.
@NullMarked
package belt.cli.file;

import org.jspecify.annotations.NullMarked;
