package belt.engine;

import belt.core.ProblemCode;

/// What can go wrong with a node's container engine.
public enum EngineProblem implements ProblemCode {
    UNREACHABLE(
            "engine.unreachable",
            "Look at the engine with belt logs engine NODE, and start it on the node with systemctl start docker"),
    NO_SUCH(
            "engine.no-such",
            "Check the name; for an image, push it to a registry that the nodes reach or load it on them"),
    CONFLICT(
            "engine.conflict",
            "Look at docker ps -a on the node for what holds the name or the port"),
    REFUSED("engine.refused", "Change the part of the service that the engine's own words name"),
    PULL("engine.pull-failed", "Check the image's name and that the node reaches its registry"),
    FAILED(
            "engine.failed",
            "Read the engine's own words in the message, then belt logs engine NODE");

    private final String id;
    private final String fix;

    EngineProblem(String id, String fix) {
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
