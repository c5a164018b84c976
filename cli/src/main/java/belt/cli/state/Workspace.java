package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.NaturalOrder;
import belt.core.Nearest;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The folder `.belt/`, found upwards from the working directory: which clusters there are and which is in use.
/// Looking makes nothing; the folder comes into being with the first cluster.
///
/// @param folder the `.belt` folder, which need not exist yet
public record Workspace(Path folder) {
    private static final String FOLDER = ".belt";

    /// What `belt create` uses where nothing is set up.
    public static final String DEFAULT_CLUSTER = "default";

    /// What a cluster uses if nobody chose a provider.
    public static final String DEFAULT_DRIVER = "local";

    /// The workspace of a working directory: the nearest `.belt` upwards, else the one that would be made in it.
    public static Workspace find(Path directory) {
        for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(FOLDER))) {
                return new Workspace(at.resolve(FOLDER));
            }
        }
        return new Workspace(directory.toAbsolutePath().normalize().resolve(FOLDER));
    }

    /// The names of the clusters, in natural order.
    public List<String> clusters() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(ClusterState::isOne)
                    .map(entry -> entry.getFileName().toString())
                    .sorted(NaturalOrder.INSTANCE)
                    .toList();
        } catch (IOException e) {
            throw StateFiles.failed("cannot list", folder, e);
        }
    }

    /// The cluster in use; empty if none is.
    public Optional<String> active() {
        return ActiveFile.read(folder.resolve("active"), "cluster");
    }

    /// Puts a cluster in use.
    ///
    /// @throws BeltException.NotFound naming the nearest clusters
    public void use(String cluster) {
        require(cluster);
        ActiveFile.write(folder.resolve("active"), "cluster", cluster);
    }

    /// Takes whichever cluster is in use out of use.
    public void useNone() {
        ActiveFile.clear(folder.resolve("active"));
    }

    /// A cluster that exists.
    ///
    /// @throws BeltException.NotFound naming the nearest clusters
    public ClusterState require(String cluster) {
        Path path = folder.resolve(ClusterName.check(cluster));
        if (ClusterState.isOne(path)) {
            return new ClusterState(path);
        }
        String hint = Nearest.hint(cluster, clusters());
        var problem =
                new BeltException.NotFound(
                        CliProblem.NO_CLUSTER,
                        "there is no cluster named '" + cluster + "' in " + folder);
        throw (hint.isEmpty() ? problem : problem.withDetail(hint)).withRemedy("belt cluster ls");
    }

    /// The cluster to work on: the one named by `--context`, else the one in use.
    ///
    /// @throws BeltException.NotFound if neither is there
    public ClusterState current(Optional<String> context) {
        Optional<String> name = context.or(this::active);
        if (name.isPresent()) {
            return require(name.get());
        }
        List<String> all = clusters();
        var problem =
                new BeltException.NotFound(CliProblem.NO_ACTIVE, "there is no active cluster");
        throw all.isEmpty()
                ? problem.withDetail("there is no cluster at all in " + folder)
                        .withRemedy("belt cluster new --driver local demo")
                : problem.withDetail("clusters: " + String.join(", ", all))
                        .withRemedy("belt use " + all.getFirst());
    }

    /// Makes a cluster's folder.
    ///
    /// @param driver the provider's name
    /// @param defines its options
    /// @throws BeltException.Conflict if there is one of this name
    public ClusterState create(String cluster, String driver, Map<String, String> defines) {
        Path path = folder.resolve(ClusterName.check(cluster));
        if (ClusterState.isOne(path)) {
            throw new BeltException.Conflict(
                            CliProblem.CLUSTER_EXISTS,
                            "there is a cluster named '" + cluster + "' already")
                    .withRemedy("belt cluster config " + cluster);
        }
        makeFolder();
        StateFiles.makeFolder(path, StateFiles.PLAIN_FOLDER);
        var state = new ClusterState(path);
        state.save(new ClusterConfig(driver, defines));
        return state;
    }

    /// Removes the folder itself once no cluster is left in it.
    public void removeIfEmpty() {
        if (!Files.isDirectory(folder) || !clusters().isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve("active"));
            Files.deleteIfExists(folder.resolve(".gitignore"));
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            makeFolder(); // somebody keeps other things there
        } catch (IOException e) {
            throw StateFiles.failed("cannot remove", folder, e);
        }
    }

    private void makeFolder() {
        StateFiles.makeFolder(folder, StateFiles.PLAIN_FOLDER);
        if (!Files.exists(folder.resolve(".gitignore"))) {
            StateFiles.write(folder.resolve(".gitignore"), "*\n", StateFiles.PLAIN_FILE);
        }
    }
}
