/// What the tests of this module share: a private Docker engine, certificates, raw clients.
@NullMarked
package belt.http.testkit;

import org.jspecify.annotations.NullMarked;
