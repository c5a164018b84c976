package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.provider.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// The folder of one cluster, `.belt/<cluster>/`: where everything about it is, and reading and writing of the small
/// files. Whoever changes something takes the {@link #lock} first.
///
/// @param folder an existing folder
public record ClusterState(Path folder) {
    private static final String CONFIG = "config.yml";
    private static final String OTHER_CONFIG = "config.yaml";
    private static final String NODES = "became-nodes";

    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG))
                || Files.isRegularFile(folder.resolve(OTHER_CONFIG));
    }

    public String name() {
        return folder.getFileName().toString();
    }

    /// The configuration, from `config.yml`, or `config.yaml` where that is not there.
    public ClusterConfig config() {
        Path file = configFile();
        return ClusterConfig.parse(StateFiles.read(file).orElse(""), file.toString());
    }

    /// Replaces the configuration.
    public void save(ClusterConfig config) {
        StateFiles.write(configFile(), config.yaml(), StateFiles.PLAIN_FILE);
    }

    private Path configFile() {
        Path other = folder.resolve(OTHER_CONFIG);
        Path usual = folder.resolve(CONFIG);
        return !Files.exists(usual) && Files.exists(other) ? other : usual;
    }

    /// The node that is asked by default; empty if none was chosen.
    public Optional<String> activeHost() {
        return ActiveFile.read(folder.resolve("active"), "host");
    }

    /// The node that is asked by default.
    ///
    /// @throws BeltException.NotFound if none was chosen
    public String requireActiveHost() {
        return activeHost()
                .orElseThrow(() ->
                        new BeltException.NotFound(
                                        CliProblem.NO_ACTIVE, name() + ": there is no active node")
                                .withRemedy("belt active NODE"));
    }

    /// Chooses the node that is asked by default.
    public void activate(String host) {
        ActiveFile.write(folder.resolve("active"), "host", host);
    }

    /// Forgets which node was asked by default.
    public void deactivate() {
        ActiveFile.clear(folder.resolve("active"));
    }

    /// The machines that belt knows of.
    public Inventory inventory() {
        return new Inventory(folder.resolve("machines.jsonl"));
    }

    /// What was begun and what came of it.
    public Journal journal(InstantSource clock) {
        return new Journal(folder.resolve("journal.jsonl"), clock);
    }

    /// Takes the cluster's lock, at once or not at all.
    ///
    /// @param command what holds it, to be told to others
    /// @throws BeltException.Conflict naming who holds it
    public StateLock lock(String command, InstantSource clock) {
        return StateLock.take(folder.resolve("lock"), command, clock.instant());
    }

    /// Pinned host keys.
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /// The cluster's private SSH key; the public one lies beside it with `.pub`.
    public Path sshKey() {
        return folder.resolve("id_ed25519");
    }

    /// The operator CA: `ca.pem`, `ca-key.pem`. Made with mode 0700 when asked for.
    public Path pki() {
        return secretFolder("pki");
    }

    /// `ca.pem`, `cert.pem`, `key.pem`: what `DOCKER_CERT_PATH` points to. Made with mode 0700 when asked for.
    public Path certificates() {
        return secretFolder("certs");
    }

    /// What was imported of a machine that another program made: its SSH key and certificates. Made with mode 0700 by
    /// whoever writes into it.
    public Path imported(String machine) {
        return folder.resolve("imported").resolve(machine);
    }

    /// The private key to log in to a machine with: the one that was imported with it, which is found wherever the folder
    /// lies today; the one that its record names; else the cluster's.
    public Path sshKeyOf(Machine machine) {
        Path own = imported(machine.name()).resolve("id_rsa");
        String named = machine.ssh().keyFile();
        return Files.exists(own) ? own : named == null ? sshKey() : Path.of(named);
    }

    /// Writes down that a machine which was only a machine is a node now.
    public void nowNode(Machine machine) {
        write(NODES, read(NODES).orElse("") + machine.id() + "\n");
    }

    /// Whether {@link #nowNode} was said of it.
    public boolean becameNode(Machine machine) {
        return read(NODES).stream().flatMap(String::lines).anyMatch(machine.id()::equals);
    }

    /// Makes a folder that only its owner may read, and those above it.
    public void makeSecretFolder(Path path) {
        StateFiles.makeFolder(path, StateFiles.SECRET_FOLDER);
    }

    /// The options of a provider other than the configuration's, as the machines from it were made with them; empty if
    /// there are none.
    public Map<String, String> optionsOf(String provider) {
        Path file = folder.resolve("provider-" + provider + ".yml");
        return StateFiles.read(file)
                .map(text -> ClusterConfig.parse(text, file.toString()).options())
                .orElse(Map.of());
    }

    /// Remembers the options of a provider other than the configuration's.
    public void saveOptionsOf(String provider, Map<String, String> options) {
        write("provider-" + provider + ".yml", new ClusterConfig(provider, options).yaml());
    }

    private Path secretFolder(String called) {
        Path path = folder.resolve(called);
        StateFiles.makeFolder(path, StateFiles.SECRET_FOLDER);
        return path;
    }

    /// Writes a file that others may read, atomically.
    public void write(String file, String text) {
        StateFiles.write(folder.resolve(file), text, StateFiles.PLAIN_FILE);
    }

    /// Writes a file that only its owner may read, atomically; `file` may lie in {@link #pki} or {@link #certificates}.
    public void writeSecret(Path file, byte[] bytes) {
        StateFiles.write(file, bytes, StateFiles.SECRET_FILE);
    }

    /// Writes a file below the cluster's folder that only its owner may read, atomically, and its folder where it is missing.
    public void writePrivate(String file, byte[] bytes) {
        Path path = folder.resolve(file);
        StateFiles.makeFolder(StateFiles.folderOf(path), StateFiles.SECRET_FOLDER);
        StateFiles.write(path, bytes, StateFiles.SECRET_FILE);
    }

    /// Removes a file if it is there.
    public void delete(String file) {
        try {
            Files.deleteIfExists(folder.resolve(file));
        } catch (IOException e) {
            throw StateFiles.failed("cannot remove", folder.resolve(file), e);
        }
    }

    /// A file's text; empty if it is not there.
    public Optional<String> read(String file) {
        return StateFiles.read(folder.resolve(file));
    }

    /// Removes the whole folder, and the cluster from use if it was.
    public void remove() {
        var workspace = new Workspace(StateFiles.folderOf(folder));
        if (workspace.active().filter(name()::equals).isPresent()) {
            workspace.useNone();
        }
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw StateFiles.failed("cannot remove", folder, e);
        }
    }
}
