package belt.provider.local;

import belt.core.BeltException;
import belt.linux.BootId;
import belt.provider.RecordFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How many files and bytes a base has, written down beside it. The files themselves are not forced to the disk, which
/// would cost more than making them: after a loss of power some may be empty, and counting finds that out. During the boot
/// in which the base was made or last counted, it is taken to be whole.
///
/// @param file where it is written down
record BaseSeal(Path file) {
    static final String SUFFIX = ".seal";
    private static final String KIND = "belt-local-base";

    /// Counts the base and writes it down, for this boot.
    void write(Path root) {
        Map<String, String> entries = new LinkedHashMap<>(count(root));
        entries.put("boot", BootId.current());
        new RecordFile(KIND, new LinkedHashMap<>(entries)).write(file);
    }

    /// Whether the base has what it had when it was made.
    boolean isWhole(Path root) {
        Optional<RecordFile> known = RecordFile.find(file, KIND);
        if (known.isEmpty()) {
            return false;
        }
        Map<String, String> entries = new LinkedHashMap<>(known.get().entries());
        if (BootId.current().equals(entries.remove("boot"))) {
            return true;
        }
        boolean same = count(root).equals(entries);
        if (same) {
            write(root);
        }
        return same;
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Map<String, String> count(Path root) {
        long[] sum = new long[2];
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(
                                Path each, BasicFileAttributes attributes) {
                            sum[0]++;
                            sum[1] += attributes.size();
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw failed(root, e);
        }
        return Map.of("files", Long.toString(sum[0]), "bytes", Long.toString(sum[1]));
    }

    private static BeltException failed(Path what, IOException cause) {
        return new BeltException.OperationFailed(
                LocalProblem.BASE_FAILED, what + " cannot be counted or removed", cause);
    }
}
