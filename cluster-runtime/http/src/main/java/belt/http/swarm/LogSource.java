package belt.http.swarm;

import belt.model.NodeId;
import belt.model.TaskId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where logs come from: those of tasks from all nodes, on the leader; those of this node's own programs.
public interface LogSource {
    /// What a reader wants.
    ///
    /// @param timestamps whether each line begins with its time
    /// @param since null = from the beginning
    /// @param tail lines from the end of each task's log; -1 = all
    record Wish(
            boolean follow,
            boolean stdout,
            boolean stderr,
            boolean timestamps,
            @Nullable Instant since,
            long tail) {}

    /// Takes what comes, without waiting.
    interface Sink {
        /// A piece of one task's log, not necessarily whole lines.
        ///
        /// @param stream 1 = stdout, 2 = stderr
        void chunk(NodeId node, TaskId task, int stream, byte[] data);

        /// All nodes are done.
        ///
        /// @param missing what could not be had, one line each
        void end(List<String> missing);
    }

    /// Starts to fetch.
    ///
    /// @param tasks the tasks by their nodes
    /// @param missing what is known to be missing already, handed to `end` with the rest
    /// @return a number for {@link #cancel}
    long open(Map<NodeId, List<TaskId>> tasks, List<String> missing, Wish wish, Sink sink);

    /// The reader is gone; harmless after the end.
    void cancel(long number);

    /// Copies the log of a program of this node, as text, until its end or, following, until interrupted.
    ///
    /// @param unit `beltd` or `engine`
    /// @param tail lines from the end; -1 = all
    /// @throws belt.core.BeltException.NotFound if there is no such log
    void copy(String unit, long tail, boolean follow, OutputStream to)
            throws IOException, InterruptedException;
}
