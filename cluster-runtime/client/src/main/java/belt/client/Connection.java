package belt.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/// One TLS connection that speaks as much HTTP/1.1 as the Docker API uses: bodies of a known length, chunked ones, and
/// ones that last until the connection ends. Used by one request at a time.
final class Connection implements AutoCloseable {
    /// What came back.
    ///
    /// @param headers names in lower case
    /// @param body to be read to its end before the connection is used again
    record Answer(int status, Map<String, String> headers, InputStream body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean reusable() {
            boolean framed = headers.containsKey("content-length") || chunked();
            return framed && !header("connection").equalsIgnoreCase("close");
        }

        boolean chunked() {
            return header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked");
        }
    }

    private static final int LONGEST_LINE = 64 << 10;

    private final Socket plain;
    private final SSLSocket socket;
    private final InputStream in;

    private Connection(Socket plain, SSLSocket socket, InputStream in) {
        this.plain = plain;
        this.socket = socket;
        this.in = in;
    }

    /// Connects and proves both sides.
    ///
    /// @throws SocketTimeoutException after `patience`
    static Connection open(Credentials credentials, InetSocketAddress address, Duration patience)
            throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(address, millis);
            plain.setSoTimeout(millis);
            var socket =
                    (SSLSocket)
                            credentials
                                    .context()
                                    .getSocketFactory()
                                    .createSocket(
                                            plain,
                                            address.getHostString(),
                                            address.getPort(),
                                            true);
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new Connection(
                    plain, socket, new BufferedInputStream(socket.getInputStream(), 16384));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /// Sends a request and reads the answer's head.
    Answer exchange(String method, String path, String host, byte[] body, Duration patience)
            throws IOException {
        var head = new StringBuilder(200);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        head.append("\r\nUser-Agent: belt\r\nAccept: */*\r\n");
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        if (body.length > 0 || method.equals("POST")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        var message = new ByteArrayOutputStream();
        message.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        message.write(body);
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        socket.getOutputStream().write(message.toByteArray());
        socket.getOutputStream().flush();
        return answer(method);
    }

    /// Lets the body's reader wait as long as it wants.
    void waitForEver() throws IOException {
        socket.setSoTimeout(0);
    }

    private Answer answer(String method) throws IOException {
        String[] words = line(in).split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("the answer is no HTTP");
        }
        int status = number(words[1], 10);
        var headers = new LinkedHashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (status == 100) {
            return answer(method);
        }
        if (method.equals("HEAD") || status == 204 || status == 304) {
            headers.put("content-length", "0");
            return new Answer(status, headers, InputStream.nullInputStream());
        }
        var plain = new Answer(status, headers, in);
        if (plain.chunked()) {
            return new Answer(status, headers, new Chunks(in));
        }
        String length = plain.header("content-length");
        return length.isEmpty()
                ? plain
                : new Answer(status, headers, new Limited(in, number(length, 10)));
    }

    static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("the answer is no HTTP: '" + text + "' is no number", e);
        }
    }

    static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// Says good-bye and does not wait for the answer, as closing the TLS socket itself would: a machine that is gone gives
    /// none.
    @Override
    public void close() {
        try (plain) {
            socket.shutdownOutput();
        } catch (IOException _) {
            // nothing is left to be said over it
        }
    }
}
