package belt.cli.swarm;

import belt.core.ProblemCode;

/// What keeps belt from finding, making or joining a cluster.
public enum SwarmProblem implements ProblemCode {
    NO_MACHINES("swarm.no-machines", "Make machines with belt create SIZE PATTERN"),
    NOBODY_ANSWERS(
            "swarm.nobody-answers",
            "Look at the machines with belt ls, start them with belt start"),
    NO_MANAGER("swarm.no-manager", "Make a cluster with belt init NODE"),
    OTHER_CLUSTER(
            "swarm.other-cluster",
            "Let the node leave its cluster first: belt docker --host NODE swarm leave"),
    DOCKER_CLI("swarm.docker-cli", "Install the docker CLI, here or on the node");

    private final String id;
    private final String fix;

    SwarmProblem(String id, String fix) {
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
