package belt.cli.operate;

import belt.cli.command.Providers;
import belt.cli.term.Io;
import belt.provider.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who makes machines, for those who find them at the provider later and wonder: `ada@laptop`. Only providers with tags are
/// told; elsewhere nobody else could ask.
public final class Creator {
    /// The label of machines that says it.
    public static final String LABEL = "belt.creator";

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int LONGEST = 60;

    private Creator() {}

    /// Labels with the creator's, where the provider has tags.
    public static Map<String, String> sign(Map<String, String> labels, String provider, Io io) {
        if (!Providers.require(provider, io).can(Capability.TAGS)) {
            return labels;
        }
        var signed = new LinkedHashMap<>(labels);
        signed.putIfAbsent(LABEL, of(io));
        return signed;
    }

    private static String of(Io io) {
        String user =
                io.variable("SUDO_USER")
                        .or(() -> io.variable("USER"))
                        .orElseGet(() -> System.getProperty("user.name", "somebody"));
        String host = host();
        String name = host.isEmpty() ? user : user + "@" + host;
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    private static String host() {
        try {
            return Files.exists(HOST_NAME) ? Files.readString(HOST_NAME).strip() : "";
        } catch (IOException _) {
            return ""; // the user's name alone then
        }
    }
}
