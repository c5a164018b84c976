/// What a machine is like right now, read in one round trip.
@NullMarked
package belt.provision.facts;

import org.jspecify.annotations.NullMarked;
