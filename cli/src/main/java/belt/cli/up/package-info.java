/// `belt up` and `belt down`: what a file asks for, compared with what is there, as a plan that can be shown and run.
@NullMarked
package belt.cli.up;

import org.jspecify.annotations.NullMarked;
