package belt.cli.dockermachine;

import belt.core.ProblemCode;

/// What can go wrong with Docker Machine's verbs.
public enum MachineProblem implements ProblemCode {
    NO_SUCH("machine.no-such", "Run belt machine ls to see the machines"),
    NO_DEFAULT("machine.no-default", "Name a machine behind the verb"),
    EXISTS("machine.exists", "Choose another name, or remove that machine first"),
    BAD_NAME("machine.bad-name", "Use letters, digits, hyphens and dots"),
    PRE_CREATE("machine.pre-create", "Do what the message names; nothing was made"),
    OTHER_DRIVER("machine.other-driver", "Use the flags of the driver that you chose"),
    OTHER_REACH(
            "machine.other-reach",
            "Make it in a cluster of its own, with belt cluster new and belt -c NAME machine create"),
    NO_DRIVER("machine.no-driver", "Choose a driver with -d: belt help providers lists them"),
    CLASSIC_SWARM("machine.classic-swarm", "Make a cluster of the machines with belt init"),
    OWN_FOLDER("machine.own-folder", "Take the folder over with belt import docker-machine"),
    OWN_CERTIFICATES(
            "machine.own-certificates", "Leave the flag out: a cluster has a CA of its own"),
    ALREADY("machine.already", "Go on: the machine is in that state"),
    NOT_RUNNING("machine.not-running", "Start it with belt machine start"),
    NOT_ACTIVE("machine.not-active", "Set DOCKER_HOST with belt machine env"),
    FILTER("machine.bad-filter", "Use driver=, state=, name=, label= or swarm="),
    REMOTE("machine.remote-command", "Look at what the command printed"),
    COPY("machine.copy", "Check both paths and their rights"),
    NO_PROGRAM("machine.no-program", "Install the program that the message names"),
    DOCKER_CONTEXT("machine.docker-context", "Check the rights of the docker CLI's folder");

    private final String id;
    private final String fix;

    MachineProblem(String id, String fix) {
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
