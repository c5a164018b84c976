package belt.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The packages that are installed on this host, as dpkg wrote them down. Read from dpkg's own status file in one go;
/// asking `dpkg-query` for every package would take seconds.
final class DebianPackages {
    /// @param name its name
    /// @param version its version
    /// @param architecture `amd64`, `all`, …
    /// @param essential whether every Debian system has it, by `Essential` or by its priority
    /// @param needs what it depends on, each need a list of alternatives
    /// @param conffiles its configuration files with the MD5 sum of what the package brought
    /// @param paragraph its entry in the status file
    record Installed(
            String name,
            String version,
            String architecture,
            boolean essential,
            List<List<String>> needs,
            Map<String, String> conffiles,
            String paragraph) {
        String nameAndVersion() {
            return name + ":" + architecture + "=" + version;
        }
    }

    private final Map<String, Installed> byName = new HashMap<>();
    private final Map<String, Installed> byProvided = new HashMap<>();

    /// The host's own architecture: of two installed architectures of one package, this one counts.
    private final String architecture;

    private DebianPackages(String architecture) {
        this.architecture = architecture;
    }

    /// Empty if this is no Debian.
    static Optional<DebianPackages> read(Path dpkgFolder) {
        try {
            return Optional.of(parse(Files.readString(dpkgFolder.resolve("status"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static DebianPackages parse(String status) {
        String[] paragraphs = status.split("\n\n");
        String own = "";
        for (String paragraph : paragraphs) {
            if (paragraph.strip().startsWith("Package: dpkg\n")) {
                own = fields(paragraph.strip()).getOrDefault("Architecture", "");
            }
        }
        var packages = new DebianPackages(own);
        for (String paragraph : paragraphs) {
            packages.add(paragraph.strip());
        }
        return packages;
    }

    boolean has(String name) {
        return byName.containsKey(name) || byProvided.containsKey(name);
    }

    /// The named packages, the essential ones, and all that they need, sorted by name. Names that are not installed are
    /// left out.
    SequencedMap<String, Installed> closure(Collection<String> names) {
        var found = new TreeMap<String, Installed>();
        Deque<Installed> open = new ArrayDeque<>();
        names.forEach(name -> find(name).ifPresent(open::add));
        byName.values().stream().filter(Installed::essential).forEach(open::add);
        while (!open.isEmpty()) {
            Installed next = open.remove();
            if (found.putIfAbsent(next.name(), next) == null) {
                next.needs().forEach(need -> anyOf(need).ifPresent(open::add));
            }
        }
        return found;
    }

    private Optional<Installed> find(String name) {
        Installed direct = byName.get(name);
        return Optional.ofNullable(direct != null ? direct : byProvided.get(name));
    }

    private Optional<Installed> anyOf(List<String> alternatives) {
        return alternatives.stream().flatMap(name -> find(name).stream()).findFirst();
    }

    private void add(String paragraph) {
        Map<String, String> fields = fields(paragraph);
        String name = fields.get("Package");
        if (name == null || !fields.getOrDefault("Status", "").endsWith(" installed")) {
            return;
        }
        var needs = new ArrayList<List<String>>();
        needs.addAll(needs(fields.get("Pre-Depends")));
        needs.addAll(needs(fields.get("Depends")));
        var installed =
                new Installed(
                        name,
                        fields.getOrDefault("Version", ""),
                        fields.getOrDefault("Architecture", ""),
                        fields.getOrDefault("Essential", "no").equals("yes")
                                || fields.getOrDefault("Priority", "").equals("required"),
                        needs,
                        conffiles(fields.getOrDefault("Conffiles", "")),
                        paragraph);
        byName.merge(
                name,
                installed,
                (old, young) -> young.architecture().equals(architecture) ? young : old);
        needs(fields.get("Provides"))
                .forEach(provided ->
                        provided.forEach(each -> byProvided.putIfAbsent(each, installed)));
    }

    private static Map<String, String> fields(String paragraph) {
        var fields = new HashMap<String, String>();
        String key = "";
        for (String line : paragraph.split("\n")) {
            if (line.startsWith(" ")) {
                fields.merge(key, "\n" + line.strip(), String::concat);
            } else {
                int colon = line.indexOf(':');
                key = colon < 0 ? "" : line.substring(0, colon);
                fields.put(key, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static List<List<String>> needs(@Nullable String text) {
        var needs = new ArrayList<List<String>>();
        for (String need : text == null ? new String[0] : text.split(",")) {
            var alternatives = new ArrayList<String>();
            for (String alternative : need.split("\\|")) {
                String name = alternative.strip().split("[ (:]")[0];
                if (!name.isEmpty()) {
                    alternatives.add(name);
                }
            }
            needs.add(List.copyOf(alternatives));
        }
        return needs;
    }

    private static Map<String, String> conffiles(String text) {
        var files = new HashMap<String, String>();
        for (String line : text.split("\n")) {
            String[] words = line.strip().split(" ");
            if (words.length >= 2) {
                files.put(words[0], words[1]);
            }
        }
        return files;
    }
}
