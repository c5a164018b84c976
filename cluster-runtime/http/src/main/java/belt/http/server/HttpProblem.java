package belt.http.server;

import belt.core.ProblemCode;

/// What can go wrong while the API is brought up.
public enum HttpProblem implements ProblemCode {
    SOCKET_IN_USE(
            "http.socket-in-use",
            "Stop the daemon that serves this socket, then start beltd again"),
    SOCKET_FILE(
            "http.socket-file",
            "Check that the folder of the socket exists and that root may write to it"),
    CANNOT_LISTEN(
            "http.cannot-listen",
            "Free the port or name another one with api-listen in beltd.yaml, then start beltd again");

    private final String id;
    private final String fix;

    HttpProblem(String id, String fix) {
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
