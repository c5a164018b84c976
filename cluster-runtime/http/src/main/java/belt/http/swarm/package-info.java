/// The cluster's part of the Docker API, and `/belt/v1`: reads from the store, changes through {@link
/// belt.http.swarm.ClusterControl}.
@NullMarked
package belt.http.swarm;

import org.jspecify.annotations.NullMarked;
