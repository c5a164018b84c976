package belt.simulator;

import belt.http.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Asks a manager over its Unix socket: one connection a request, which is all a bench needs.
record UnixHttp(Path socket) {
    /// @param body a JSON document, or empty
    /// @return the answer's document; null where it has none
    /// @throws SimulationFailed if the answer is not 2xx
    Json send(String method, String target, String body) throws IOException, SimulationFailed {
        byte[] sent = body.getBytes(StandardCharsets.UTF_8);
        String head =
                method
                        + " "
                        + target
                        + " HTTP/1.1\r\nHost: beltd\r\nConnection: close\r\n"
                        + (sent.length == 0
                                ? "\r\n"
                                : "Content-Type: application/json\r\nContent-Length: "
                                        + sent.length
                                        + "\r\n\r\n");
        var all = new ByteArrayOutputStream();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(channel, head.getBytes(StandardCharsets.US_ASCII));
            write(channel, sent);
            ByteBuffer part = ByteBuffer.allocate(65_536);
            while (channel.read(part) >= 0) {
                all.write(part.array(), 0, part.position());
                part.clear();
            }
        }
        return answer(method + " " + target, all.toByteArray());
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            channel.write(left);
        }
    }

    private static Json answer(String what, byte[] all) throws IOException, SimulationFailed {
        int end = find(all, "\r\n\r\n", 0);
        if (end < 0) {
            throw new SimulationFailed(
                    what + " was answered with " + all.length + " bytes that are no HTTP");
        }
        String head = new String(all, 0, end, StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOfRange(all, end + 4, all.length);
        if (head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")) {
            body = dechunked(body);
        }
        int status = Integer.parseInt(head.substring(9, 12));
        if (status / 100 != 2) {
            throw new SimulationFailed(
                    what + ": " + status + " " + new String(body, StandardCharsets.UTF_8).strip());
        }
        return body.length == 0 ? new Json.Null() : Json.parse(body);
    }

    private static byte[] dechunked(byte[] body) {
        var out = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = find(body, "\r\n", at);
            int length =
                    Integer.parseInt(
                            new String(body, at, line - at, StandardCharsets.US_ASCII).strip(), 16);
            if (length == 0) {
                return out.toByteArray();
            }
            out.write(body, line + 2, length);
            at = line + 2 + length + 2;
        }
    }

    private static int find(byte[] in, String what, int from) {
        byte[] wanted = what.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i <= in.length - wanted.length; i++) {
            if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
