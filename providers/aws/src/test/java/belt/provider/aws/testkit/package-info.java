/// An EC2 that behaves, for tests and benches: its query protocol over HTTP, with its limits, delays and errors.
@NullMarked
package belt.provider.aws.testkit;

import org.jspecify.annotations.NullMarked;
