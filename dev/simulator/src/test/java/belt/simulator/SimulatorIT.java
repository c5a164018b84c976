package belt.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The simulator works: a manager's process, nodes that really join, tasks that come to run. How fast is the bench's
/// question.
final class SimulatorIT {
    @Test
    @Timeout(120)
    void deploysOnSimulatedNodesAndCleansUp(@TempDir Path folder) throws Exception {
        Path stage = Path.of(System.getProperty("belt.stage", "missing"));
        Optional<Path> built = findBeltd(stage);
        assumeTrue(
                built.isPresent(),
                "there is no node bundle in " + stage + ": build it with dev/build .");
        var text = new ByteArrayOutputStream();
        Options options =
                Options.parse(
                        List.of(
                                "--agents",
                                "20",
                                "--tasks",
                                "200",
                                "--warmups",
                                "0",
                                "--rounds",
                                "1",
                                "--idle",
                                "0",
                                "--dir",
                                folder.toString()),
                        built.get());

        Simulator.run(options, new PrintStream(text, true, StandardCharsets.UTF_8));

        String printed = text.toString(StandardCharsets.UTF_8);
        assertThat(printed).contains("| cold | 20 | 200 |").contains("| warm | 20 | 200 |");
        assertThat(printed).contains("log bytes per task and manager");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static Optional<Path> findBeltd(Path stage) throws IOException {
        if (!Files.isDirectory(stage)) {
            return Optional.empty();
        }
        try (var bundles = Files.list(stage)) {
            return bundles.map(each -> each.resolve("bin").resolve("beltd"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
