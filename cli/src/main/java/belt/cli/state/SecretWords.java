package belt.cli.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Takes secrets out of the words of a command line before somebody reads them again. Nobody should have typed them there;
/// Docker Machine's users did for years, and who tries `access-token=…` with `--define` finds out too late.
public final class SecretWords {
    private static final String HIDDEN = "[REDACTED]";
    private static final String JOIN_TOKEN = "SWMTKN-";

    /// The ends of the names whose values are secret: `--digitalocean-access-token`, `--amazonec2-secret-key`.
    private static final List<String> ENDS =
            List.of(
                    "token",
                    "password",
                    "passphrase",
                    "secret",
                    "access-key",
                    "secret-key",
                    "api-key");

    /// Names that end like that and say where a secret is, or what it is for.
    private static final Set<String> PLAIN = Set.of("rotate-token", "join-token");

    /// Where a secret is, as `belt account add` takes it: no secret itself.
    private static final List<String> PLACES = List.of("env:", "file:", "command:", "keyring:");

    private SecretWords() {}

    /// Whether what this option, variable or key holds is a secret.
    public static boolean isSecret(String name) {
        String plain = name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT).replace('_', '-');
        return !PLAIN.contains(plain)
                && ENDS.stream().anyMatch(end -> plain.equals(end) || plain.endsWith("-" + end));
    }

    /// The words with each secret replaced.
    public static List<String> redacted(List<String> words) {
        var kept = new ArrayList<String>();
        boolean secretNext = false;
        for (String word : words) {
            kept.add(secretNext ? HIDDEN : redacted(word));
            secretNext = word.startsWith("--") && !word.contains("=") && isSecret(word);
        }
        return kept;
    }

    /// One word: `KEY=VALUE` with the name of a secret loses its value, a join token goes.
    public static String redacted(String word) {
        if (word.startsWith(JOIN_TOKEN)) {
            return HIDDEN;
        }
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        boolean secret =
                equals > 0
                        && isSecret(word.substring(0, equals))
                        && PLACES.stream().noneMatch(value::startsWith);
        return secret ? word.substring(0, equals + 1) + HIDDEN : word;
    }
}
