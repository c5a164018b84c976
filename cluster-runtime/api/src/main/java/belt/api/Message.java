package belt.api;

import belt.core.Bytes;
import belt.core.Secret;
import belt.model.Availability;
import belt.model.ClusterId;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.Protocol;
import belt.model.Role;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nodes say to each other. Each is one frame: its kind is {@link MessageCodec#kind}, its payload the record.
/// The direction is in each comment: ↑ from a node to the leader, ↓ from the leader to a node.
public sealed interface Message {
    // ---- joining: on a stream without a client certificate ----

    /// ↑ Asks for the cluster's root certificate, to be compared with the token's digest before anything else is said.
    record RootRequest() implements Message {}

    /// ↓ The root certificate in PEM.
    record RootReply(String rootCertificate) implements Message {}

    /// ↑ Asks to be let in.
    ///
    /// @param oldest oldest protocol version spoken
    /// @param newest newest protocol version spoken
    /// @param token the join token; decides the role
    /// @param request certificate request in PEM; only its public key is used
    /// @param hostname the node's name
    /// @param address its advertised address, without a port
    /// @param availability the wish
    record JoinRequest(
            int oldest,
            int newest,
            Secret token,
            String request,
            String hostname,
            String address,
            Availability availability)
            implements Message {}

    /// ↓ Let in.
    ///
    /// @param certificate chain in PEM
    record JoinReply(
            NodeId nodeId,
            ClusterId clusterId,
            Role role,
            String certificate,
            String rootCertificate,
            List<ManagerAddress> managers)
            implements Message {
        public JoinReply {
            managers = List.copyOf(managers);
        }
    }

    /// Either way: what was asked for is refused.
    ///
    /// @param code a stable word: `bad-token`, `not-leader`, `removed`, `version`, `busy`, `internal`, `refused`
    /// @param text for people, in Swarm's words where it has them
    record Refusal(String code, String text) implements Message {}

    /// @param cluster host:port for node streams
    /// @param api host:port of the Docker API; may be empty
    record ManagerAddress(NodeId nodeId, String cluster, String api) {}

    // ---- the session: one stream a node, mutual TLS ----

    /// ↑ First message of a session: what the node is, and all tasks it knows.
    record Hello(
            int oldest,
            int newest,
            NodeDescription description,
            String address,
            List<TaskUpdate> tasks)
            implements Message {
        public Hello {
            tasks = List.copyOf(tasks);
        }
    }

    /// ↓ The session stands. An {@link Assignments} with `full` follows.
    ///
    /// @param version the protocol version of this session
    /// @param heartbeat how often the node shall send {@link Heartbeat}
    /// @param role the role that the operator wants it to have
    record Welcome(
            int version,
            String sessionId,
            Duration heartbeat,
            Role role,
            List<ManagerAddress> managers)
            implements Message {
        public Welcome {
            managers = List.copyOf(managers);
        }
    }

    /// ↓ This manager is not the leader; the list's first is, if it is known.
    record Redirect(List<ManagerAddress> managers) implements Message {
        public Redirect {
            managers = List.copyOf(managers);
        }
    }

    /// ↑ A sign of life. Any other message counts as one too.
    record Heartbeat() implements Message {}

    /// ↓ Answers a heartbeat.
    record HeartbeatReply(Duration next) implements Message {}

    /// ↓ What the node must hold. Specs come before the first task that needs them and are kept while one does.
    ///
    /// @param full whether this is all there is: tasks that are not in it are to be removed
    /// @param specs specs that the node may not have yet
    /// @param tasks tasks to hold, or whose desired state changed
    /// @param removed tasks to shut down and forget
    record Assignments(
            boolean full, List<SpecDelivery> specs, List<AssignedTask> tasks, List<TaskId> removed)
            implements Message {
        public Assignments {
            specs = List.copyOf(specs);
            tasks = List.copyOf(tasks);
            removed = List.copyOf(removed);
        }
    }

    /// @param version spec version
    record SpecDelivery(ServiceId serviceId, long version, ServiceSpec spec) {}

    /// @param desired what it should become
    record AssignedTask(
            TaskId id, ServiceId serviceId, long specVersion, long slot, TaskState desired) {}

    /// ↑ What became of tasks, several milliseconds' worth at once.
    record TaskUpdates(List<TaskUpdate> updates) implements Message {
        public TaskUpdates {
            updates = List.copyOf(updates);
        }
    }

    record TaskUpdate(TaskId id, TaskStatus status) {}

    /// ↓ The whole table of ingress ports; replaces the one before. Until the routing mesh exists, a plain forwarder on
    /// every node serves it.
    record IngressTable(List<IngressPort> ports) implements Message {
        public IngressTable {
            ports = List.copyOf(ports);
        }
    }

    /// @param published port on every node
    record IngressPort(
            int published, Protocol protocol, ServiceId serviceId, List<Backend> backends) {
        public IngressPort {
            backends = List.copyOf(backends);
        }
    }

    /// @param address the task's node
    /// @param port the port on that node that leads to the task
    record Backend(TaskId taskId, NodeId nodeId, String address, int port) {}

    /// ↑ A certificate for a new key, or with a new role.
    ///
    /// @param request certificate request in PEM
    record RenewRequest(String request) implements Message {}

    /// ↓ The certificate; its role is the one that the operator wants.
    record RenewReply(String certificate, String rootCertificate, Role role) implements Message {}

    /// ↓ The operator wants another role: renew the certificate, then act on it.
    record RoleChange(Role role) implements Message {}

    /// ↓ The list of managers changed.
    record Managers(List<ManagerAddress> managers) implements Message {
        public Managers {
            managers = List.copyOf(managers);
        }
    }

    /// ↓ The node was removed: stop, forget the cluster.
    record Removed(String text) implements Message {}

    /// ↑ The node means to leave; its node object becomes DOWN at once.
    record Leaving() implements Message {}

    /// ↑ A promoted node's Raft server waits with an empty group: make it a member.
    record RaftJoin(String raftAddress, String clusterAddress, String apiAddress)
            implements Message {}

    /// ↓ It is a member now, or why not: `error` is empty on success.
    record RaftJoined(String error) implements Message {}

    /// ↑ A manager that is to be demoted asks to be taken out of the Raft group.
    record RaftLeave() implements Message {}

    /// ↓ It is no member any more, or why not: `error` is empty on success.
    record RaftLeft(String error) implements Message {}

    // ---- logs ----

    /// ↓ Send these tasks' logs.
    ///
    /// @param subscription a number of the leader's choice
    /// @param since null = from the beginning
    /// @param tail lines from the end; -1 = all
    record LogSubscribe(
            long subscription,
            List<TaskId> tasks,
            boolean follow,
            boolean stdout,
            boolean stderr,
            boolean timestamps,
            @Nullable Instant since,
            long tail)
            implements Message {
        public LogSubscribe {
            tasks = List.copyOf(tasks);
        }
    }

    /// ↓ Enough.
    record LogUnsubscribe(long subscription) implements Message {}

    /// ↑ A piece of a task's log.
    ///
    /// @param stream 1 = stdout, 2 = stderr
    record LogChunk(long subscription, TaskId task, int stream, Bytes data) implements Message {}

    /// ↑ Nothing more comes for this subscription from this node; `error` is empty if all was sent.
    record LogEnd(long subscription, String error) implements Message {}

    // ---- joining by a ticket ----

    /// ↓ Answers {@link JoinRequest}: the newcomer is known and waits for an operator's approval. It asks again, with the
    /// same key, until it is let in or refused.
    ///
    /// @param again when to ask again
    record JoinWaiting(NodeId nodeId, Duration again) implements Message {}
}
