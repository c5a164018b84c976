/// Real managers, simulated nodes: what a deployment costs. A tool for developers, not shipped.
@NullMarked
package belt.simulator;

import org.jspecify.annotations.NullMarked;
