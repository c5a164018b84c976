package belt.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Bytes that must not change by accident, as lines of hexadecimal digits. `-Dgolden.update` writes them anew, which is
/// right only together with a new format number.
final class Golden {
    private static final int LINE = 64;

    private Golden() {}

    static void assertSame(String name, byte[] bytes) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        String hex = HexFormat.of().formatHex(bytes).replaceAll("(.{" + LINE + "})", "$1\n") + "\n";
        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, hex);
        }
        assertThat(hex).isEqualTo(Files.readString(file));
    }

    static byte[] read(String name) throws IOException {
        return HexFormat.of()
                .parseHex(
                        Files.readString(Path.of("src/test/resources/golden", name))
                                .replace("\n", ""));
    }
}
