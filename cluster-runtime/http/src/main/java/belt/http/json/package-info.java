/// Reading and writing JSON as the clients of the Docker API expect it: Go's rules, on Jackson's streaming classes.
@NullMarked
package belt.http.json;

import org.jspecify.annotations.NullMarked;
