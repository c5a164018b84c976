package belt.provider.aws;

import belt.provider.RecordFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

/// The regions in which something was asked for this cluster, kept in its folder: so a listing need not ask all of the
/// account's regions. Written before anything is made there. Without the file, all regions are asked.
final class KnownRegions {
    private static final String KIND = "belt-aws-regions";

    private final Path file;

    KnownRegions(Path stateDir) {
        this.file = stateDir.resolve("aws").resolve("regions");
    }

    /// Empty if nothing is known.
    synchronized Set<String> all() {
        return new TreeSet<>(
                RecordFile.find(file, KIND)
                        .map(record -> record.entries().keySet())
                        .orElse(Set.of()));
    }

    /// Remembers one.
    synchronized void add(String region) {
        Set<String> all = all();
        if (all.add(region)) {
            var entries = new LinkedHashMap<String, String>();
            all.forEach(each -> entries.put(each, "used"));
            new RecordFile(KIND, entries).write(file);
        }
    }
}
