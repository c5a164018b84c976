package belt.cli.operate;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.provision.NodeSpec;
import belt.provision.step.NodeBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the node bundles: in a clone where the build puts them, in a distribution beside the launcher. Their names say
/// what they are: `beltd-<version>-linux-<arch>.tar.gz`.
public final class NodeBundles implements NodeSpec.BundleSource {
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "arm64", "aarch64");

    private final List<Path> folders;
    private final Map<String, Optional<NodeBundle>> known = new HashMap<>();

    private NodeBundles(List<Path> folders) {
        this.folders = folders;
    }

    public static NodeBundles of(Io io) {
        return new NodeBundles(
                List.of(
                        io.home().resolve("cluster-runtime/daemon/target/bundle"),
                        io.home().resolve("bundle")));
    }

    @Override
    public synchronized Optional<NodeBundle> find(String arch) {
        return known.computeIfAbsent(arch, this::look);
    }

    private Optional<NodeBundle> look(String arch) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.startsWith("beltd-") && name.endsWith(".tar.gz")) {
                        String[] parts = name.substring(6, name.length() - 7).split("-linux-");
                        String machine =
                                parts.length == 2
                                        ? ARCHITECTURES.getOrDefault(parts[1], parts[1])
                                        : "";
                        if (machine.equals(arch)) {
                            return Optional.of(NodeBundle.open(file, parts[0], arch));
                        }
                    }
                }
            } catch (IOException e) {
                throw new BeltException.NotFound(
                        OperateProblem.NO_BUNDLE,
                        "bundles in " + folder + " cannot be listed: " + e.getMessage(),
                        e);
            }
        }
        return Optional.empty();
    }
}
