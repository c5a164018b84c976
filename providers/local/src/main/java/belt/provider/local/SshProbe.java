package belt.provider.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Whether an SSH server answers: it says its version first (RFC 4253 §4.2).
final class SshProbe {
    private SshProbe() {}

    static boolean answers(String address, int port, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.setSoTimeout(millis);
            byte[] start = socket.getInputStream().readNBytes(4);
            return new String(start, StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException e) {
            return false;
        }
    }
}
