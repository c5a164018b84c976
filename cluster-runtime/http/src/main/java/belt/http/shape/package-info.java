/// The JSON shapes of Docker's API for the records of `belt.model`, in both directions.
@NullMarked
package belt.http.shape;

import org.jspecify.annotations.NullMarked;
