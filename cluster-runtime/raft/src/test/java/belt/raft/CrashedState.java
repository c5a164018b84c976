package belt.raft;

import belt.core.RandomId;
import belt.model.ClusterId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A manager's folder as kill -9 would leave it: copied while the manager ran. With 30 entries in the log.
final class CrashedState {
    final RaftSettings settings;

    private CrashedState(RaftSettings settings) {
        this.settings = settings;
    }

    /// @param snapshotAfter take a snapshot after so many entries; 0 for none
    static CrashedState make(Path directory, int snapshotAfter) throws Exception {
        RaftSettings original =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve("original"));
        try (var manager = new TestManager(original).start(StartMode.NEW_CLUSTER).leading()) {
            for (int i = 1; i <= 30; i++) {
                Samples.put(manager.node(), "n" + i);
                if (i == snapshotAfter) {
                    manager.node().takeSnapshot(TestManager.PATIENCE);
                }
            }
            Path copy = directory.resolve("crashed");
            copy(original.directory(), copy);
            return new CrashedState(at(original, copy));
        }
    }

    static RaftSettings at(RaftSettings original, Path directory) {
        return RaftSettings.of(original.member(), directory, null)
                .withElections(original.elections())
                .withLog(original.log())
                .withSnapshots(original.snapshots());
    }

    CrashedState copyTo(Path directory) throws IOException {
        copy(settings.directory(), directory);
        return new CrashedState(at(settings, directory));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    Path group() {
        return StateFolder.children(settings.storage()).getFirst();
    }

    Path current(String name) {
        return group().resolve("current").resolve(name);
    }

    Path lastSegment() {
        return starting(group().resolve("current"), "log_inprogress").getLast();
    }

    Path snapshot() {
        return starting(group().resolve("sm"), "snapshot.").stream()
                .filter(file -> !file.toString().endsWith(".md5"))
                .toList()
                .getLast();
    }

    private static List<Path> starting(Path folder, String prefix) {
        return StateFolder.children(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .toList();
    }

    /// The position behind the last byte that is not preallocated space.
    static int usedBytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    static void cut(Path file, int bytes) throws IOException {
        int end = usedBytes(file);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(end - bytes);
        }
    }

    static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x10;
        Files.write(file, bytes);
    }
}
