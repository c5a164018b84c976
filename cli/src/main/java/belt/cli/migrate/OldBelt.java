package belt.cli.migrate;

import belt.cli.state.ClusterConfig;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of belt 2016: `.belt.yaml`, `.belt/active`, `.belt/<cluster>/config.yaml` (or `config.yml`) and
/// `.belt/<cluster>/active`.
///
/// @param folder `.belt`, which may be missing
/// @param defaults `.belt.yaml`, which may be missing
record OldBelt(Path folder, Path defaults) {
    /// @param folder where its files are
    /// @param config its provider and options, tokens included
    /// @param origin the file that it was read from
    /// @param host the active node; empty if none
    record Cluster(String name, Path folder, ClusterConfig config, Path origin, String host) {}

    /// All clusters that can be read; the others are reported.
    List<Cluster> clusters(Report report) {
        var clusters = new ArrayList<Cluster>();
        for (Path each : folders()) {
            Path file = config(each);
            if (file != null) {
                add(clusters, report, each.getFileName().toString(), each, file);
            }
        }
        if (Files.isRegularFile(defaults)) {
            if (clusters.isEmpty()) {
                add(clusters, report, "default", folder.resolve("default"), defaults);
            } else {
                report.left(
                        "defaults",
                        defaults.getFileName().toString(),
                        "each cluster has its own configuration");
            }
        }
        return clusters;
    }

    private static void add(
            List<Cluster> clusters, Report report, String name, Path folder, Path file) {
        try {
            String text = Files.readString(file);
            clusters.add(
                    new Cluster(
                            name,
                            folder,
                            ClusterConfig.parse(text, file.toString()),
                            file,
                            value(folder.resolve("active"), "host")));
        } catch (IOException | BeltException e) {
            report.failed("cluster", name, String.valueOf(e.getMessage()));
        }
    }

    private static @org.jspecify.annotations.Nullable Path config(Path cluster) {
        for (String name : List.of("config.yml", "config.yaml")) {
            if (Files.isRegularFile(cluster.resolve(name))) {
                return cluster.resolve(name);
            }
        }
        return null;
    }

    private List<Path> folders() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ImportProblem.NOT_A_STORE, folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// The cluster in use; empty if none.
    String active() {
        return value(folder.resolve("active"), "cluster");
    }

    private static String value(Path file, String key) {
        try {
            return Files.isRegularFile(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(key + ":"))
                            .map(line -> line.substring(key.length() + 1).strip())
                            .map(text -> text.replaceAll("^[\"']|[\"']$", ""))
                            .findFirst()
                            .orElse("")
                    : "";
        } catch (IOException _) {
            return "";
        }
    }
}
