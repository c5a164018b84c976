package belt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every `*.script` below `src/test/resources/transcripts`.
class TranscriptTest {
    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        Path root = Path.of("src/test/resources/transcripts");
        try (var files = Files.walk(root)) {
            return files
                    .filter(file -> file.toString().endsWith(".script"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    root.relativize(file).toString(), () -> play(file)));
        }
    }

    private static void play(Path script) throws IOException {
        Path directory = Files.createTempDirectory("belt-transcript-");
        try {
            Transcript.run(script, directory);
        } finally {
            try (var left = Files.walk(directory)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
