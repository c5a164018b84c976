package belt.client;

import belt.core.BeltException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Requests to one node's API. Connections are kept for the next request; several threads may ask at once, each on its
/// own connection. The lock guards the idle ones only and is not held during I/O.
final class Wire implements AutoCloseable {
    /// How long to wait.
    ///
    /// @param connect for the connection and its handshake
    /// @param answer for the answer's head; joining a cluster takes its time
    record Patience(Duration connect, Duration answer) {}

    /// An answer that was read whole.
    static final class Reply {
        private final Connection.Answer answer;
        private final byte[] body;

        private Reply(Connection.Answer answer, byte[] body) {
            this.answer = answer;
            this.body = body;
        }

        /// A header's value; empty if it is missing.
        ///
        /// @param name in lower case
        String header(String name) {
            return answer.header(name);
        }

        byte[] body() {
            return body;
        }
    }

    private final Credentials credentials;
    private final InetSocketAddress address;
    private final Patience patience;
    private final Deque<Connection> idle = new ArrayDeque<>();

    Wire(Credentials credentials, String host, int port, Patience patience) {
        this.credentials = credentials;
        this.address = new InetSocketAddress(host, port);
        this.patience = patience;
    }

    String place() {
        return address.getHostString() + ":" + address.getPort();
    }

    /// Asks, and returns what was answered, unless that is an error.
    Reply ask(String method, String path, byte[] body) {
        Connection connection = takeIdle();
        if (connection != null) {
            try {
                return ask(connection, method, path, body);
            } catch (IOException e) {
                connection.close();
                // a kept connection may have ended meanwhile; what changes something is not said
                // twice blindly
                if (!method.equals("GET") && !(e instanceof EOFException)) {
                    throw lost(e);
                }
            }
        }
        Connection fresh = connect();
        try {
            return ask(fresh, method, path, body);
        } catch (IOException e) {
            fresh.close();
            throw lost(e);
        }
    }

    private Reply ask(Connection connection, String method, String path, byte[] body)
            throws IOException {
        Connection.Answer answer =
                connection.exchange(method, path, place(), body, patience.answer());
        byte[] bytes = answer.body().readAllBytes();
        if (answer.reusable()) {
            keep(connection);
        } else {
            connection.close();
        }
        if (answer.status() >= 400) {
            throw ApiFailure.of(answer.status(), bytes, place());
        }
        return new Reply(answer, bytes);
    }

    /// Asks for something without end. Closing the stream ends it.
    InputStream stream(String path) {
        Connection connection = connect();
        try {
            Connection.Answer answer =
                    connection.exchange("GET", path, place(), new byte[0], patience.answer());
            if (answer.status() >= 400) {
                byte[] bytes = answer.body().readAllBytes();
                connection.close();
                throw ApiFailure.of(answer.status(), bytes, place());
            }
            connection.waitForEver();
            return new OwningStream(answer.body(), connection);
        } catch (IOException e) {
            connection.close();
            throw lost(e);
        }
    }

    private Connection connect() {
        try {
            return Connection.open(credentials, address, patience.connect());
        } catch (IOException e) {
            throw cannotConnect(e);
        }
    }

    private BeltException cannotConnect(IOException e) {
        String why =
                switch (e) {
                    case SocketTimeoutException _ ->
                            "no answer within " + patience.connect().toSeconds() + " s";
                    case NoRouteToHostException _ -> "no route to the host";
                    case ConnectException refused
                            when String.valueOf(refused.getMessage()).contains("refused") ->
                            "connection refused";
                    default -> String.valueOf(e.getMessage());
                };
        if (e instanceof SSLException) {
            return new BeltException.Unreachable(
                    ClientProblem.TLS, place() + ": the TLS handshake failed: " + why, e);
        }
        return new BeltException.Unreachable(ClientProblem.UNREACHABLE, place() + ": " + why, e);
    }

    private BeltException lost(IOException e) {
        // with TLS 1.3 a server's refusal of our certificate arrives with the first answer
        if (e instanceof SSLException) {
            return new BeltException.MissingCredentials(
                    ClientProblem.NOT_LET_IN,
                    place() + " does not let us in: " + e.getMessage(),
                    e);
        }
        String why =
                e instanceof SocketTimeoutException
                        ? "no answer within " + patience.answer().toSeconds() + " s"
                        : String.valueOf(e.getMessage());
        return new BeltException.Unreachable(
                ClientProblem.CONNECTION_LOST, place() + ": " + why, e);
    }

    private @Nullable Connection takeIdle() {
        synchronized (idle) {
            return idle.pollLast();
        }
    }

    private void keep(Connection connection) {
        synchronized (idle) {
            idle.add(connection);
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(Connection::close);
            idle.clear();
        }
    }

    /// A body whose end is its connection's end.
    private static final class OwningStream extends InputStream {
        private final InputStream body;
        private final Connection connection;

        OwningStream(InputStream body, Connection connection) {
            this.body = body;
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            return body.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return body.read(bytes, offset, length);
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
