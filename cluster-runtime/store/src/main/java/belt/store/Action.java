package belt.store;

import belt.model.Cluster;
import belt.model.ContainerStatus;
import belt.model.JoinTicket;
import belt.model.ManagerPeer;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.PortConfig;
import belt.model.Role;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.UpdateStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One change of the replicated state. Small by design (DESIGN D4): tasks are named by their numbers, specs by their
/// versions. The log holds the position of each case in this list: new cases are only added at its end.
public sealed interface Action {
    /// Means "do not check the version".
    long ANY_VERSION = -1;

    /// Creates (expected version 0) or replaces the cluster object.
    record PutCluster(Cluster cluster, long expectedVersion) implements Action {}

    /// Creates a node (expected version 0), or replaces it whole. The store gives the number.
    record PutNode(Node node, long expectedVersion) implements Action {}

    /// Replaces what the operator wants of a node.
    record SetNodeSpec(NodeId id, NodeSpec spec, long expectedVersion) implements Action {}

    /// The role a node has now; `manager` is null unless it is a member of the Raft group.
    record SetNodeRole(NodeId id, Role role, @Nullable ManagerPeer manager) implements Action {}

    /// What a node said of itself when it connected, and its address. Proposed only when it differs from what is stored.
    record DescribeNode(NodeId id, NodeDescription description, String address) implements Action {}

    /// Whether a node counts as down.
    record SetNodeDown(NodeId id, boolean down, String message) implements Action {}

    /// Removes a node; its tasks become ORPHANED.
    record RemoveNode(NodeId id) implements Action {}

    /// Creates (expected version 0) or replaces a service. A changed spec gets a new spec version.
    record PutService(Service service, long expectedVersion) implements Action {}

    /// How a service's update stands; checks nothing.
    record SetUpdateStatus(ServiceId id, @Nullable UpdateStatus status) implements Action {}

    /// Removes a service; its tasks are desired REMOVE from then on.
    record RemoveService(ServiceId id) implements Action {}

    /// Stores tasks together with the node they were given: created, allocated and assigned in one step. Tasks whose
    /// node or spec version is gone are left out.
    ///
    /// @param serviceId their service
    /// @param specVersion the spec they are made from
    /// @param jobIteration the job's run
    /// @param tasks the tasks
    record AssignTasks(
            ServiceId serviceId, long specVersion, long jobIteration, List<NewTask> tasks)
            implements Action {
        public AssignTasks {
            tasks = List.copyOf(tasks);
        }
    }

    /// @param nodeNumber {@link Node#number()}
    /// @param desired usually RUNNING; READY for a replacement that waits
    record NewTask(TaskId id, long slot, long nodeNumber, TaskState desired) {}

    /// Observed states that are replicated: RUNNING and the terminal ones. A state that is not after the stored one is
    /// ignored.
    record ReportTasks(List<TaskReport> reports) implements Action {
        public ReportTasks {
            reports = List.copyOf(reports);
        }
    }

    /// @param number {@link belt.model.Task#number()}
    /// @param message empty for the state's own message
    /// @param error empty if none
    record TaskReport(
            long number,
            TaskState state,
            Instant at,
            String message,
            String error,
            @Nullable ContainerStatus container,
            List<PortConfig> ports) {
        public TaskReport {
            ports = List.copyOf(ports);
        }
    }

    /// Raises the desired state of tasks; lowering is ignored.
    record DesireTasks(List<Long> numbers, TaskState desired) implements Action {
        public DesireTasks {
            numbers = List.copyOf(numbers);
        }
    }

    /// Deletes task records.
    record RemoveTasks(List<Long> numbers) implements Action {
        public RemoveTasks {
            numbers = List.copyOf(numbers);
        }
    }

    /// Creates or replaces a join ticket; its uses are kept. Tickets that expired long ago are forgotten with it.
    record PutTicket(JoinTicket ticket) implements Action {}

    /// A machine uses a ticket: a conflict unless the ticket lets this name in and nobody has used it for that name.
    ///
    /// @param ticket the ticket's id
    record UseTicket(String ticket, JoinTicket.Use use) implements Action {}

    /// Forgets a ticket: nobody gets in with it any more.
    record RemoveTicket(String id) implements Action {}
}
