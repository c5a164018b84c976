package belt.transport;

import belt.core.ProblemCode;

/// What can go wrong between two nodes before, and apart from, what their messages say. Certificates that are not
/// accepted have the codes of {@link belt.pki.PkiProblem}.
public enum TransportProblem implements ProblemCode {
    REFUSED(
            "transport.refused",
            "Check that beltd runs on that node and that the address and port are right"),
    UNREACHABLE(
            "transport.unreachable",
            "Check the address, the routes and the firewalls between the two nodes"),
    TIMEOUT(
            "transport.timeout",
            "Check the firewalls between the two nodes, and the load of the node that was called"),
    TLS_FAILED(
            "transport.tls-failed",
            "Check that the port is the cluster port (2377) of a belt node and not another service"),
    TURNED_AWAY("transport.turned-away", "Read the reason that the other node gave"),
    PORT_TAKEN(
            "transport.port-taken",
            "Stop the program that has the port, or set another cluster-port in beltd.yaml"),
    FRAME_TOO_LARGE(
            "transport.frame-too-large",
            "Report it: a message between nodes has outgrown the limit of a frame");

    private final String id;
    private final String fix;

    TransportProblem(String id, String fix) {
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
