/// Commands that make, join and use a cluster: init, join, env, docker.
@NullMarked
package belt.cli.swarm;

import org.jspecify.annotations.NullMarked;
