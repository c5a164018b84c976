/// The contract, run against a provider as it is installed: for those who write one, and for those who doubt one.
@NullMarked
package belt.provider.selftest;

import org.jspecify.annotations.NullMarked;
