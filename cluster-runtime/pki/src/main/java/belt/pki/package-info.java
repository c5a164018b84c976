/// The certificate authority, join tokens, and issuing and renewing certificates.
@NullMarked
package belt.pki;

import org.jspecify.annotations.NullMarked;
