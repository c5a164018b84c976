/// What can go wrong in the command line itself.
@NullMarked
package belt.cli.problem;

import org.jspecify.annotations.NullMarked;
