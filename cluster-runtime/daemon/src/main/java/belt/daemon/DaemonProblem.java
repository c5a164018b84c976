package belt.daemon;

import belt.core.ProblemCode;

/// What keeps beltd from starting or from doing what it was asked.
public enum DaemonProblem implements ProblemCode {
    CONFIG(
            "beltd.config-invalid",
            "Correct the line that the message names in /etc/belt/beltd.yaml, then start beltd again"),
    PORT_TAKEN(
            "beltd.port-taken",
            "Stop what listens on that port, or give beltd another one in /etc/belt/beltd.yaml"),
    STATE(
            "beltd.state-unusable",
            "Read the cause in the log; a node can leave and join again: belt docker swarm leave --force"),
    ALREADY_MEMBER(
            "beltd.already-member", "Leave the present cluster first: belt docker swarm leave"),
    NOT_MEMBER("beltd.not-member", "Join a cluster first: belt swarm join MANAGER NODE"),
    JOIN_FAILED(
            "beltd.join-failed",
            "Check the manager's address and the token: belt docker swarm join-token worker"),
    JOIN_REFUSED(
            "beltd.join-refused",
            "Check the token or make the machine again: belt docker swarm join-token worker"),
    WAITS("beltd.waits-for-approval", "Let the node in with belt node accept NODE"),
    LEAVE_REFUSED("beltd.leave-refused", "Demote the node first, or repeat with --force"),
    ADDRESS("beltd.address-unusable", "Name this node's address with --advertise-addr"),
    LEADER_THERE(
            "beltd.leader-there",
            "Remove managers in good order: belt node rm NODE; or stop the others first"),
    NOT_MANAGER("beltd.not-manager", "Ask a manager: belt --host MANAGER docker …"),
    NOT_LEADER(
            "beltd.no-leader",
            "Bring more than half of the managers back, then repeat the command");

    private final String id;
    private final String fix;

    DaemonProblem(String id, String fix) {
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
