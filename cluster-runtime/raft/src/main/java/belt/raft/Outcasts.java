package belt.raft;

import belt.core.BeltException;
import belt.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Former members without whom this manager goes on ({@link RaftNode#makeSole}). With what they have stored they could elect
/// one of them, whose higher term would count here: so nothing that they say in the group is heard, until one is made a
/// manager again. The file `outcasts` in the raft folder, a node id a line; it goes when the folder is emptied.
public final class Outcasts {
    private final Path file;

    private Outcasts(Path file) {
        this.file = file;
    }

    /// @param directory the raft folder, which need not exist
    public static Outcasts in(Path directory) {
        return new Outcasts(directory.resolve("outcasts"));
    }

    /// Whether a node is one. Asked at each handshake between managers.
    ///
    /// @throws BeltException.OperationFailed FOLDER_UNUSABLE if that cannot be read
    public boolean contains(String nodeId) {
        return read().contains(nodeId);
    }

    void add(Collection<String> nodeIds) {
        var all = new TreeSet<>(read());
        if (all.addAll(nodeIds)) {
            write(all);
        }
    }

    /// The node begins anew and is to be heard.
    void forgive(NodeId id) {
        var all = new TreeSet<>(read());
        if (all.remove(id.value())) {
            write(all);
        }
    }

    private Set<String> read() {
        try {
            return Set.copyOf(Files.readAllLines(file));
        } catch (NoSuchFileException _) {
            return Set.of();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void write(Set<String> nodeIds) {
        String lines = String.join("\n", nodeIds) + "\n";
        try {
            WholeFile.write(file, out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private BeltException unusable(IOException e) {
        return new BeltException.OperationFailed(
                RaftProblem.FOLDER_UNUSABLE, file + " cannot be used: " + e.getMessage(), e);
    }
}
