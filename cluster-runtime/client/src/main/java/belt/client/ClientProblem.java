package belt.client;

import belt.core.ProblemCode;

/// What can go wrong between the operator and a node's API.
public enum ClientProblem implements ProblemCode {
    UNREACHABLE(
            "api.unreachable",
            "Look whether the machine runs with belt ls, and at its log with belt logs --unit beltd NODE"),
    CONNECTION_LOST("api.connection-lost", "Run the same command again, or ask another manager"),
    TLS("api.tls-failed", "Renew the node's certificate by provisioning the machine again"),
    NO_CERTIFICATE(
            "api.no-certificate", "Make the cluster's keys by creating a machine with belt create"),
    CERTIFICATE_UNREADABLE(
            "api.certificate-unreadable", "Run the command as the user who made the cluster"),
    NOT_UNDERSTOOD("api.answer-not-understood", "Look whether belt and beltd are of one version"),
    NOT_LET_IN("api.not-let-in", "Look whether the certificate belongs to this cluster"),
    REFUSED("api.request-refused", "Mend what the message names"),
    NOT_FOUND("api.not-found", "Look at what there is with belt node ls or belt service ls"),
    CONFLICT("api.changed-meanwhile", "Run the same command again: it looks at the present state"),
    UNAVAILABLE(
            "api.no-manager",
            "Ask a manager with --host; belt swarm join MANAGER NODE makes a node a member"),
    NO_LEADER(
            "api.no-leader",
            "Look which managers are down with belt ls, and start them with belt start MANAGER"),
    FAILED("api.failed", "Look at the manager's log with belt logs --unit beltd NODE");

    private final String id;
    private final String fix;

    ClientProblem(String id, String fix) {
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
