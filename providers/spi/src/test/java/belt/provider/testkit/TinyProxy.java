package belt.provider.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP proxy on loopback: `CONNECT`, and plain requests with a whole URL. Every name means 127.0.0.1, so that a client
/// reaches `cloud.example` through it or not at all.
public final class TinyProxy implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String wanted;

    private TinyProxy(String wanted) {
        this.wanted = wanted;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /// Lets everybody through.
    public static TinyProxy start() {
        return new TinyProxy("");
    }

    /// Lets those through who say `user:password`.
    public static TinyProxy start(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return new TinyProxy("basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /// `127.0.0.1:PORT`.
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// What it was asked for: `CONNECT cloud.example:443`, `GET http://cloud.example:8080/v2/account`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            while (one(client)) {
                // the next request of the same connection
            }
        } catch (IOException _) {
            // the client or the cloud has gone
        }
    }

    /// @return whether the connection can take another request
    private boolean one(Socket client) throws IOException {
        String head = head(client.getInputStream());
        if (head.isEmpty()) {
            return false;
        }
        String[] line = head.lines().findFirst().orElseThrow().split(" ");
        if (!wanted.isEmpty() && !lower(head).contains("proxy-authorization: " + lower(wanted))) {
            client.getInputStream().readNBytes(length(head));
            write(
                    client.getOutputStream(),
                    "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"tiny\"\r\nContent-Length: 0\r\n\r\n");
            return true;
        }
        asked.add(line[0] + " " + line[1]);
        boolean tunnel = line[0].equals("CONNECT");
        int port =
                tunnel
                        ? Integer.parseInt(line[1].substring(line[1].lastIndexOf(':') + 1))
                        : URI.create(line[1]).getPort();
        try (var cloud = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (tunnel) {
                write(client.getOutputStream(), "HTTP/1.1 200 Go on\r\n\r\n");
            } else {
                URI uri = URI.create(line[1]);
                String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
                String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                write(
                        cloud.getOutputStream(),
                        head.replace(" " + line[1] + " ", " " + path + query + " ")
                                .replaceAll("(?i)\r\nproxy-[^\r]*|\r\nconnection:[^\r]*", "")
                                .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n"));
                cloud.getOutputStream().write(client.getInputStream().readNBytes(length(head)));
            }
            if (tunnel) {
                threads.execute(() -> copy(client, cloud));
            }
            if (!tunnel) {
                write(
                        client.getOutputStream(),
                        head(cloud.getInputStream())
                                .replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            }
            cloud.getInputStream().transferTo(client.getOutputStream());
        }
        return false;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> lower(line).startsWith("content-length:"))
                .findFirst()
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .orElse(0);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one of the two has gone
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.write(c);
            if (c == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
