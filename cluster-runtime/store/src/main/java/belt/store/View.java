package belt.store;

import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables as they are at one moment, to be used only inside {@link Store#read}. The collections are the live ones:
/// copy what must outlive the call. The objects are immutable and may be kept.
public interface View {
    /// The cluster; null before it was initialised.
    @Nullable Cluster cluster();

    Collection<Node> nodes();

    Optional<Node> node(NodeId id);

    /// The node with this {@link Node#number()}.
    Optional<Node> nodeByNumber(long number);

    Collection<Service> services();

    Optional<Service> service(ServiceId id);

    /// By name, without regard to case.
    Optional<Service> serviceByName(String name);

    /// The spec that a service had at a version; kept while it is current, previous, or a task refers to it.
    Optional<ServiceSpec> spec(ServiceId id, long specVersion);

    Collection<Task> tasks();

    Optional<Task> task(TaskId id);

    /// The task with this {@link Task#number()}.
    Optional<Task> taskByNumber(long number);

    Collection<Task> tasksOf(ServiceId service);

    Collection<Task> tasksOn(NodeId node);

    Collection<JoinTicket> tickets();

    /// @param id the digest of its token
    Optional<JoinTicket> ticket(String id);

    /// The version of the last transaction.
    long version();
}
