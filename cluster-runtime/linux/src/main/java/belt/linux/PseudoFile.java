package belt.linux;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Small files that the kernel makes up: read whole, written with one write, never created.
final class PseudoFile {
    private PseudoFile() {}

    /// Files below `/proc/sys` end after the first read, however short it was, and say that they have no size: so
    /// {@link Files#readString} gets one letter of them.
    static Optional<String> read(Path file) {
        var text = new ByteArrayOutputStream();
        try (var from = new FileInputStream(file.toFile())) {
            byte[] buffer = new byte[65_536];
            for (int count = from.read(buffer); count > 0; count = from.read(buffer)) {
                text.write(buffer, 0, count);
            }
            return Optional.of(text.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void write(Path file, String value) throws IOException {
        Files.writeString(
                file, value, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
