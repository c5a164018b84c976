package belt.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What this build of belt is.
public final class Build {
    /// Version as in the root pom, for example `0.1.0`.
    public static final String VERSION = resource();

    private Build() {}

    private static String resource() {
        try (InputStream in = Build.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException _) {
            return "unknown";
        }
    }
}
