package belt.model;

import org.jspecify.annotations.Nullable;

/// One attempt to run one slot of a service; never reused.
///
/// @param id its id
/// @param number a small number, given when the task is stored with its node; stands for the task in the log. 0 before
/// @param meta version and times
/// @param serviceId its service, which may be gone already
/// @param specVersion the service's spec that it was made from
/// @param slot 1… for replicated, 0… for replicated jobs, 0 for global
/// @param nodeId null while no node was found
/// @param status observed. Below ASSIGNED and between ACCEPTED and STARTING it is the leader's soft state
/// @param desired what the orchestrator wants; only ever raised
/// @param jobIteration the run of the job that it belongs to
public record Task(
        TaskId id,
        long number,
        Meta meta,
        ServiceId serviceId,
        long specVersion,
        long slot,
        @Nullable NodeId nodeId,
        TaskStatus status,
        TaskState desired,
        long jobIteration) {
    public TaskState state() {
        return status.state();
    }

    public Task withStatus(TaskStatus other, Meta otherMeta) {
        return new Task(
                id,
                number,
                otherMeta,
                serviceId,
                specVersion,
                slot,
                nodeId,
                other,
                desired,
                jobIteration);
    }

    public Task withDesired(TaskState other, Meta otherMeta) {
        return new Task(
                id,
                number,
                otherMeta,
                serviceId,
                specVersion,
                slot,
                nodeId,
                status,
                other,
                jobIteration);
    }

    /// `web.1`, or `web.<node id>` for slot 0 (swarm-semantics §1.5).
    public String slotName(String serviceName) {
        return serviceName
                + "."
                + (slot != 0 ? Long.toString(slot) : nodeId == null ? "0" : nodeId.value());
    }
}
