package belt.provider.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Outcome;
import belt.core.ProblemCode;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.Credentials;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.selftest.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers that die, hang and talk nonsense. Each is a shell script that answers what comes before, and then does wrong.
class BrokenProvidersIT {
    private static final Limits SHORT =
            new Limits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    1 << 16);
    private static final String HELLO =
            """
            #!/bin/sh
            read line
            echo '{"id":1,"result":{"protocol":1,"capabilities":[],"options":[{"key":"token","meaning":"t","secret":true,"environment":["X_TOKEN"]},{"key":"region","meaning":"r","environment":["X_REGION"],"export":true}],"environment":["X_PROFILE","X_TOKEN"]}}'
            read line || exit 0
            echo '{"id":2,"result":{}}'
            """;
    private static final Batch BATCH =
            Batch.of(List.of("a"), MachineSpec.of("any", "ssh-ed25519 AAAA"), null);

    @TempDir Path folder;
    private final List<Duration> waits = new ArrayList<>();

    private ProviderType type(String script, Limits limits) throws IOException {
        Path file = folder.resolve("belt-provider-x");
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ExecType("x", file, Link.of(file), environment(), limits);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PATH", PoolExampleIT.path(),
                "X_TOKEN", "s3cr3t-token",
                "OTHER_TOKEN", "other",
                "X_REGION", "east",
                "X_PROFILE", "work");
    }

    private MachineProvider open(String behaviour, Limits limits) throws IOException {
        var around =
                new Surroundings(
                        InstantSource.system(),
                        (time, _) -> waits.add(time),
                        environment(),
                        folder);
        return type(HELLO + behaviour, limits)
                .open(
                        ProviderContext.of("demo", folder, around)
                                .withCredentials(
                                        new Credentials(
                                                "test",
                                                Map.of("token", Secret.of("s3cr3t-token")))));
    }

    private BeltException listing(String behaviour) throws IOException {
        try (MachineProvider provider = open(behaviour, SHORT)) {
            return catchThrowableOfType(
                    BeltException.class, () -> provider.list(Selection.cluster()));
        }
    }

    private BeltException creating(String behaviour, Limits limits) throws IOException {
        try (MachineProvider provider = open(behaviour, limits)) {
            return catchThrowableOfType(BeltException.class, () -> provider.create(BATCH, _ -> {}));
        }
    }

    private static void assertIs(BeltException problem, ProblemCode code, String message) {
        assertThat(problem).isNotNull();
        assertThat(problem).hasMessage(message);
        assertThat(problem.code()).isEqualTo(code);
    }

    @Test
    void aDeadProviderSaysHowItDied() throws IOException {
        BeltException problem = listing("read line; echo 'no more disk' >&2; exit 3\n");
        assertIs(
                problem,
                ProviderProblem.UNAVAILABLE,
                "provider x ended with exit code 3 during list");
        assertThat(problem.detail()).contains("it said: no more disk");
    }

    @Test
    void killedDuringCreateTheOutcomeIsUnknown() throws IOException {
        assertIs(
                creating("read line; kill -9 $$\n", SHORT),
                ProviderProblem.OUTCOME_UNKNOWN,
                "provider x was ended by signal 9 during create");
    }

    @Test
    void aHangingProviderIsEndedAtItsDeadline() throws IOException {
        var patient =
                new Limits(
                        SHORT.hello(), Duration.ofSeconds(1), SHORT.end(), SHORT.patience(), 1000);
        Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        assertIs(
                creating("read line; sleep 600\n", patient),
                ProviderProblem.OUTCOME_UNKNOWN,
                "provider x was silent for 1 s during create");
        assertThat(deadline.passed()).isFalse();
    }

    @Test
    void anEventIsASignOfLife() throws IOException, InterruptedException {
        var patient =
                new Limits(
                        SHORT.hello(), Duration.ofSeconds(2), SHORT.end(), SHORT.patience(), 1000);
        String slow =
                """
                read line
                for i in 1 2 3 4 5; do sleep 0.5; echo '{"id":3,"event":"progress"}'; done
                echo '{"id":3,"result":{"outcomes":[{"name":"a","error":{"kind":"quota","message":"full"}}]}}'
                read line
                """;
        try (MachineProvider provider = open(slow, patient)) {
            assertThat(provider.create(BATCH, _ -> {}).getFirst())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.problem()).hasMessage("provider x: full"));
        }
    }

    @Test
    void nonsenseIsQuoted() throws IOException {
        assertIs(
                listing("read line; echo Listing machines...; read line\n"),
                ExecProblem.BROKEN,
                "provider x printed a line that is no JSON: Listing machines... during list");
        assertIs(
                listing("read line; echo '[1]'; read line\n"),
                ExecProblem.BROKEN,
                "provider x printed a line that is no JSON object: [1] during list");
        assertIs(
                listing("read line; echo '{\"id\":3}'; read line\n"),
                ExecProblem.BROKEN,
                "provider x answered with neither a result nor an error during list");
        assertIs(
                listing("read line; printf '{\"id\":3,'\n"),
                ExecProblem.BROKEN,
                "provider x ended in the middle of a line during list");
    }

    @Test
    void anAnswerThatNobodyAskedForEndsIt() throws IOException {
        assertIs(
                creating("read line; echo '{\"id\":99,\"result\":{}}'; read line\n", SHORT),
                ProviderProblem.OUTCOME_UNKNOWN,
                "provider x answered request 99, which belt did not ask or has an answer to during create");
    }

    @Test
    void closingItsOutputIsNoAnswer() throws IOException {
        assertIs(
                listing("read line; exec >&-; sleep 600\n"),
                ProviderProblem.UNAVAILABLE,
                "provider x closed its output and runs on during list");
    }

    @Test
    void aMachineOfAnotherClusterIsNotBelieved() throws IOException {
        assertIs(
                listing(
                        """
                        read line
                        echo '{"id":3,"result":{"machines":[{"id":"7","name":"a","cluster":"prod","state":"active","createdAt":"2026-05-04T10:00:00Z"}]}}'
                        read line
                        """),
                ExecProblem.BROKEN,
                "provider x sent machine a of cluster prod for cluster demo in answer to list");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertIs(
                listing(
                        "read line; echo '{\"id\":3,\"result\":{\"machines\":[{\"id\":\"7\",\"name\":\"a\"}]}}'; read line\n"),
                ExecProblem.BROKEN,
                "provider x sent no result.machines[0].state in answer to list");
    }

    @Test
    void itIsStartedAgainAfterItDied() throws IOException, InterruptedException {
        String once =
                """
                read line
                if [ ! -e "$0.died" ]; then touch "$0.died"; exit 1; fi
                echo '{"id":3,"result":{"machines":[]}}'
                read line
                """;
        try (MachineProvider provider = open(once, SHORT)) {
            assertThat(
                            catchThrowableOfType(
                                    BeltException.class, () -> provider.list(Selection.cluster())))
                    .isNotNull();
            assertThat(provider.list(Selection.cluster())).isEmpty();
        }
    }

    @Test
    void waitsAsLongAsItsCloudWants() throws IOException {
        BeltException problem =
                listing(
                        """
                        n=3
                        while read line; do
                          echo '{"id":'$n',"error":{"kind":"rate","message":"slowly","retryAfterSeconds":25}}'
                          n=$((n+1))
                        done
                        """);
        assertIs(problem, ProviderProblem.RATE_LIMITED, "provider x: slowly");
        assertThat(waits).containsExactly(Duration.ofSeconds(25), Duration.ofSeconds(25));
    }

    @Test
    void secretsStandNeitherInItsEnvironmentNorInErrors() throws IOException {
        BeltException problem =
                listing(
                        """
                        read line
                        env > "$0.env"
                        echo "token s3cr3t-token is bad" >&2
                        exit 1
                        """);
        assertThat(problem.detail()).contains("it said: token [REDACTED] is bad");
        String seen = Files.readString(folder.resolve("belt-provider-x.env"));
        assertThat(seen)
                .contains("X_REGION=east", "X_PROFILE=work")
                .doesNotContain("s3cr3t", "OTHER_TOKEN");
    }

    @Test
    void anotherProtocolIsSaidToBeOne() throws IOException {
        ProviderType type =
                type(
                        "#!/bin/sh\nread l; echo '{\"id\":1,\"error\":{\"kind\":\"not-supported\",\"message\":\"I speak 2\"}}'; read l\n",
                        SHORT);
        BeltException problem = catchThrowableOfType(BeltException.class, type::capabilities);
        assertIs(problem, ExecProblem.VERSION, "provider x does not speak protocol 1");
        assertThat(problem.detail()).contains("I speak 2");
    }

    @Test
    void whatCannotBeStartedSaysWhy() throws IOException {
        ProviderType type = type("#!/no/such/interpreter\n", SHORT);
        BeltException problem = catchThrowableOfType(BeltException.class, type::capabilities);
        assertIs(problem, ExecProblem.CANNOT_START, "provider x cannot be started");
    }

    @Test
    void theProtocolsOwnStepsFindWhatAShellScriptGetsWrong()
            throws IOException, InterruptedException {
        String script =
                """
                #!/bin/sh
                n=0
                while read line; do
                  n=$((n+1))
                  echo '{"id":'$n',"result":{"protocol":1,"capabilities":["fly"]}}'
                done
                sleep 600
                """;
        var hasty =
                new Limits(
                        SHORT.hello(),
                        SHORT.silence(),
                        Duration.ofSeconds(1),
                        SHORT.patience(),
                        1000);
        var type = (ExecType) type(script, hasty);
        var around = new Surroundings(InstantSource.system(), (_, _) -> {}, environment(), folder);
        var broken = new ArrayList<String>();
        for (var step : type.steps(ProviderContext.of("x", folder, around))) {
            if (step.work().look() instanceof Step.Verdict.Broken(var why)) {
                broken.add(step.promise() + ": " + why);
            }
        }
        var faults = new ArrayList<String>();
        faults.add("declares capabilities that exist: unknown are fly");
        faults.add("refuses a protocol that it does not speak: it answered with a result");
        faults.add("answers a method that it does not know: it answered with a result");
        if (!isInterruptIgnored()) {
            faults.add(
                    "goes on when Ctrl-C reaches it: SIGINT ended it: ignore that signal, belt closes your input when it is time");
        }
        faults.add("ends when its input is closed: it still ran 1 s later");
        assertThat(broken).isEqualTo(faults);
    }

    /// A shell ignores SIGINT for what it runs in the background, and so do all children of that, whatever they do.
    private static boolean isInterruptIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
    }

    @Test
    void onlyAbsoluteFoldersAreLookedAtAndNothingIsRun() throws IOException {
        type("#!/bin/sh\ntouch \"$0.ran\"\n", SHORT);
        Files.writeString(folder.resolve("belt-provider-text"), "not executable");
        var source = new ExecSource();
        var found = Map.of("BELT_PROVIDER_PATH", folder.toString(), "PATH", ".::relative");
        assertThat(source.places(found)).containsOnlyKeys("x");
        assertThat(source.find("x", found)).isPresent();
        assertThat(source.find("text", found)).isEmpty();
        assertThat(source.find("../x", found)).isEmpty();
        assertThat(source.find("x", Map.of("PATH", "."))).isEmpty();
        assertThat(folder.resolve("belt-provider-x.ran")).doesNotExist();
    }
}
