package belt.provision.facts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what `facts.sh` prints.
final class FactsParser {
    private final Map<String, String> single = new HashMap<>();
    private final Map<String, List<String>> many = new HashMap<>();

    private FactsParser(String output) {
        for (String line : output.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String key = line.substring(0, tab);
                String value = line.substring(tab + 1);
                single.put(key, value);
                many.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
            }
        }
        if (!single.containsKey("time")) {
            throw new IllegalArgumentException("the answer ends early");
        }
    }

    /// @param now our time when the script ran
    /// @throws IllegalArgumentException if something that has to be there is not
    static HostFacts parse(String output, Instant now) {
        var p = new FactsParser(output);
        return new HostFacts(
                p.system(now),
                new HostFacts.Resources(
                        p.number("memory-kb") * 1024,
                        (int) p.number("cpus"),
                        p.number("disk-kb") * 1024),
                new HostFacts.Engine(
                        p.text("engine-path"),
                        p.text("engine-version"),
                        p.yes("engine-running"),
                        p.yes("engine-supervised"),
                        p.yes("engine-enabled"),
                        p.pairs("image")),
                new HostFacts.Beltd(
                        p.pairs("bundle"),
                        p.text("current"),
                        p.yes("beltd-running"),
                        p.yes("beltd-enabled"),
                        p.text("applied"),
                        p.yes("login-in-group")),
                p.files(),
                p.pairs("sysctl"));
    }

    private HostFacts.OperatingSystem system(Instant now) {
        Instant theirs = Instant.ofEpochSecond(number("time"));
        Duration offset = Duration.between(now, theirs);
        return new HostFacts.OperatingSystem(
                os(),
                text("arch"),
                text("kernel"),
                yes("systemd"),
                text("hostname"),
                yes("hosts-know-name"),
                text("package-manager"),
                offset.truncatedTo(ChronoUnit.SECONDS));
    }

    private Map<String, String> os() {
        Map<String, String> os = new HashMap<>();
        for (String line : many.getOrDefault("os", List.of())) {
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1);
            boolean quoted =
                    value.length() >= 2
                            && (value.startsWith("\"") && value.endsWith("\"")
                                    || value.startsWith("'") && value.endsWith("'"));
            os.put(
                    line.substring(0, equals),
                    quoted ? value.substring(1, value.length() - 1) : value);
        }
        return os;
    }

    private Map<String, HostFacts.FileFact> files() {
        Map<String, String> contents = pairs("content");
        Map<String, HostFacts.FileFact> files = new HashMap<>();
        for (String line : many.getOrDefault("file", List.of())) {
            String[] words = line.split(" ", 3);
            if (words.length < 2) {
                throw new IllegalArgumentException("file line " + line);
            }
            Optional<String> content =
                    Optional.ofNullable(contents.get(words[0]))
                            .map(Base64.getDecoder()::decode)
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            String sum = words.length == 3 ? words[2] : "";
            files.put(
                    words[0], new HostFacts.FileFact(sum, Integer.parseInt(words[1], 8), content));
        }
        return files;
    }

    private Map<String, String> pairs(String key) {
        Map<String, String> pairs = new HashMap<>();
        for (String line : many.getOrDefault(key, List.of())) {
            int space = line.indexOf(' ');
            if (space > 0) {
                pairs.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return pairs;
    }

    private String text(String key) {
        return single.getOrDefault(key, "");
    }

    private boolean yes(String key) {
        return text(key).equals("yes");
    }

    private long number(String key) {
        try {
            return Long.parseLong(text(key));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is '" + text(key) + "'", e);
        }
    }
}
