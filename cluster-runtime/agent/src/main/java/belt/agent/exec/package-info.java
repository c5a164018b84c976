/// Tasks as plain processes in namespaces and control groups of their own.
@NullMarked
package belt.agent.exec;

import org.jspecify.annotations.NullMarked;
