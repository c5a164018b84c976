package belt.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:04Z");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Io io(boolean terminal, Map<String, String> env) {
        return new Io(
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Terminals(terminal, terminal, terminal),
                env,
                Path.of("/"),
                Path.of("/"),
                InstantSource.fixed(NOW),
                () -> 60);
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static void play(Progress progress) {
        try (progress) {
            progress.expect(2);
            progress.state("web1", "waiting for port 22");
            progress.state("web1", "waiting for port 22");
            progress.done("web1", "joined");
            progress.failed("web2", "no route to host");
        }
    }

    @Test
    void printsALinePerChangeWithTheTimeInAPipe() {
        play(Progress.of(io(false, Map.of()), "auto", false, false, "up"));
        assertThat(shown())
                .isEqualTo(
                        """
                        10:00:04 web1 waiting for port 22
                        10:00:04 web1 joined (1 of 2)
                        10:00:04 web2 failed: no route to host (2 of 2)
                        """);
    }

    @Test
    void countsEachStageAnew() {
        try (var progress = Progress.of(io(false, Map.of()), "plain", false, false, "up")) {
            progress.done("web1", "made");
            progress.expect(3);
            progress.done("web1", "node is ready");
            progress.expect(2);
            progress.done("web1", "joined");
            progress.failed("web2", "no route to host");
            progress.done("web", "converged");
        }
        assertThat(shown())
                .isEqualTo(
                        """
                        10:00:04 web1 made
                        10:00:04 web1 node is ready (1 of 3)
                        10:00:04 web1 joined (1 of 2)
                        10:00:04 web2 failed: no route to host (2 of 2)
                        10:00:04 web converged
                        """);
    }

    @Test
    void scrollsFinishedNodesAwayAboveOnATerminal() {
        play(Progress.of(io(true, Map.of("TERM", "xterm")), "auto", false, false, "up"));
        assertThat(shown())
                .contains("✓ web1         joined")
                .contains("✗ web2         no route to host")
                .endsWith("s\n");
    }

    @Test
    void isPlainInContinuousIntegrationAndOnDumbTerminals() {
        play(Progress.of(io(true, Map.of("CI", "true")), "auto", false, false, "up"));
        play(Progress.of(io(true, Map.of("TERM", "dumb")), "auto", false, false, "up"));
        assertThat(shown()).doesNotContain("\u001b");
    }

    @Test
    void givesProgramsAnEventALine() {
        play(Progress.of(io(false, Map.of()), "json", false, false, "up"));
        assertThat(shown())
                .startsWith(
                        "{\"op\":\"up\",\"node\":\"web1\",\"step\":\"waiting for port 22\",\"state\":\"running\","
                                + "\"at\":\"2026-05-04T10:00:04Z\"}\n");
    }

    @Test
    void isSilentWhenQuiet() {
        play(Progress.of(io(true, Map.of()), "auto", true, false, "up"));
        assertThat(shown()).isEmpty();
    }
}
