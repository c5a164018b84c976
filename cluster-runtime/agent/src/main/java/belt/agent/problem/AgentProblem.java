package belt.agent.problem;

import belt.core.ProblemCode;

/// What can go wrong on a node's worker side.
public enum AgentProblem implements ProblemCode {
    JOURNAL_NEWER(
            "agent.state-newer", "Start the version of beltd that wrote the state, or a later one"),
    JOURNAL_UNUSABLE(
            "agent.state-unusable",
            "Make room and check the rights of the state folder's agent directory, then restart beltd"),
    NO_ENGINE(
            "agent.no-engine",
            "Install docker.io on the node, or give the service the runtime exec"),
    UNSUPPORTED("agent.unsupported", "Remove that part of the service's spec"),
    TEMPLATE("agent.template", "Use the fields that docs/reference/exec-runtime.md lists"),
    EXEC_MISSING(
            "agent.exec-program-missing",
            "Put the program on the node, or name its full path in the service"),
    EXEC_START("agent.exec-start-failed", "Read the process's own words with belt service logs"),
    PORT_TAKEN(
            "agent.ingress-port-taken",
            "Stop what listens on that port of the node, or publish another port");

    private final String id;
    private final String fix;

    AgentProblem(String id, String fix) {
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
