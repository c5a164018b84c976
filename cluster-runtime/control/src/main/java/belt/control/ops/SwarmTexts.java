package belt.control.ops;

import belt.control.ControlProblem;
import belt.core.BeltException;

/// Swarm's own words for what the leader refuses (swarm-semantics §8). Clients match these texts.
final class SwarmTexts {
    private SwarmTexts() {}

    static BeltException outOfSequence() {
        return new BeltException.Conflict(
                ControlProblem.OUT_OF_SEQUENCE,
                "rpc error: code = Unknown desc = update out of sequence");
    }

    static BeltException nameTaken(String name) {
        return new BeltException.Conflict(
                ControlProblem.NAME_TAKEN,
                "rpc error: code = AlreadyExists desc = name conflicts with an existing object: service "
                        + name
                        + " already exists");
    }

    static BeltException serviceNotFound(String id) {
        return new BeltException.NotFound(ControlProblem.NOT_FOUND, "service " + id + " not found");
    }

    static BeltException nodeNotFound(String id) {
        return new BeltException.NotFound(ControlProblem.NOT_FOUND, "node " + id + " not found");
    }

    static BeltException unsupported(String text) {
        return new BeltException.InvalidInput(
                ControlProblem.UNSUPPORTED, "rpc error: code = Unimplemented desc = " + text);
    }

    static BeltException noPreviousSpec(String id) {
        return new BeltException.InvalidInput(
                ControlProblem.NO_PREVIOUS_SPEC,
                "rpc error: code = FailedPrecondition desc = service "
                        + id
                        + " does not have a previous spec");
    }

    static BeltException lastManager() {
        return new BeltException.InvalidInput(
                ControlProblem.LAST_MANAGER,
                "rpc error: code = FailedPrecondition desc = attempting to demote the last manager of the swarm");
    }

    static BeltException quorum() {
        return new BeltException.InvalidInput(
                ControlProblem.QUORUM,
                "rpc error: code = FailedPrecondition desc = can't remove member from the raft: this would result in a"
                        + " loss of quorum");
    }

    static BeltException stillManager(String id) {
        return new BeltException.InvalidInput(
                ControlProblem.STILL_MANAGER,
                "rpc error: code = FailedPrecondition desc = node "
                        + id
                        + " is a cluster manager and is a member of the raft cluster. It must be demoted to worker"
                        + " before removal");
    }

    static BeltException waitsForApproval(String name) {
        return new BeltException.InvalidInput(
                        ControlProblem.NODE_PENDING,
                        "rpc error: code = FailedPrecondition desc = node "
                                + name
                                + " is not a member yet: it waits for approval")
                .withRemedy("belt node accept " + name);
    }

    static BeltException notDown(String id) {
        return new BeltException.InvalidInput(
                ControlProblem.NODE_NOT_DOWN,
                "rpc error: code = FailedPrecondition desc = node "
                        + id
                        + " is not down and can't be removed");
    }

    static BeltException noCluster() {
        return new BeltException.Unreachable(
                ControlProblem.NO_CLUSTER,
                "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.");
    }
}
