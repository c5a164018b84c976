package belt.control;

import belt.core.ProblemCode;

/// What the leader refuses, and why. The messages that go with them are Swarm's own texts, which clients match.
public enum ControlProblem implements ProblemCode {
    OUT_OF_SEQUENCE(
            "control.out-of-sequence",
            "Read the object again and repeat the change: somebody else changed it"),
    NAME_TAKEN("control.name-taken", "Choose another name, or remove the service that has it"),
    NOT_FOUND("control.not-found", "List the objects with belt service ls or belt node ls"),
    PORT_TAKEN(
            "control.port-taken", "Publish another port, or remove the service that publishes it"),
    INVALID_SPEC("control.invalid-spec", "Change the field that the message names"),
    UNSUPPORTED(
            "control.unsupported",
            "Remove the service and create it again with the other name or mode"),
    LAST_MANAGER("control.last-manager", "Promote another node first: belt node promote NODE"),
    QUORUM(
            "control.quorum-would-be-lost",
            "Bring the unreachable managers back first, or promote more nodes"),
    STILL_MANAGER("control.still-manager", "Demote the node first: belt node demote NODE"),
    NODE_NOT_DOWN("control.node-not-down", "Stop the node first, or remove it with --force"),
    NODE_PENDING(
            "control.node-pending",
            "Let the node in with belt node accept NODE, or remove it with belt node rm NODE"),
    NO_PREVIOUS_SPEC(
            "control.no-previous-spec", "Update the service instead: it was never changed before"),
    NO_CLUSTER("control.no-cluster", "Make a cluster first: belt docker swarm init"),
    BAD_CONSTRAINT(
            "control.bad-constraint",
            "Write each constraint as KEY==VALUE or KEY!=VALUE, such as node.labels.zone==a"),
    BAD_TOKEN(
            "control.bad-token",
            "Fetch the present token with belt docker swarm join-token worker");

    private final String id;
    private final String fix;

    ControlProblem(String id, String fix) {
        this.id = id;
        this.fix = fix;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String fix() {
        return fix;
    }
}
