/// What a node does with each task: the states, one step at a time, whatever runs it.
@NullMarked
package belt.agent.task;

import org.jspecify.annotations.NullMarked;
