package belt.cli.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import belt.cli.state.ClusterState;
import belt.cli.state.Journal;
import belt.cli.state.Workspace;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.FakeCloud;
import belt.provider.testkit.FakeCloudType;
import belt.provider.testkit.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// Creation with faults and kills at random. Whatever happens: once a resume has ended well, exactly what was asked for is
/// recorded and exists at the provider; once a rollback has ended well, nothing is.
class CreationPropertyTest {
    private static final int SEEDS = Integer.getInteger("belt.creation.seeds", 500);
    private static final int PATIENCE = 60;

    @TempDir(factory = InMemory.class)
    Path folder;

    /// The journal is synced at every line: in memory where there is such a file system, 500 seeds take seconds.
    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
                throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "belt")
                    : Files.createTempDirectory("belt");
        }
    }

    @Test
    void whatWasAskedForIsRecordedAndExistsAfterResumeOrRollback() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed, folder.resolve("s" + seed)).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /// One seed's life.
    private static final class World {
        private final Random random;
        private final FakeClock clock = new FakeClock();
        private final FakeCloud cloud;
        private final ClusterState cluster;
        private final List<String> names;
        private final long seed;

        World(long seed, Path folder) {
            this.seed = seed;
            this.random = new Random(seed);
            var limits =
                    new FakeCloud.Limits(
                            5000,
                            1 + random.nextInt(5),
                            250,
                            Duration.ofSeconds(random.nextInt(10)),
                            Duration.ofSeconds(random.nextInt(60)),
                            random.nextInt(3) == 0);
            this.cloud = new FakeCloud(clock, limits);
            this.cluster = Workspace.find(folder).create("demo", "cloud", Map.of());
            this.names =
                    IntStream.rangeClosed(1, 1 + random.nextInt(8))
                            .mapToObj(number -> "n" + number)
                            .toList();
        }

        void run() throws InterruptedException {
            cloud.faults(Faults.random(seed, random.nextDouble() * 0.5));
            boolean back = random.nextInt(3) == 0;
            boolean done = attempt(this::begin);
            for (int lives = 0; !done; lives++) {
                if (lives == PATIENCE) {
                    fail("not done after " + lives + " lives");
                }
                if (lives > 10) { // even the worst day ends
                    cloud.faults(Faults.none());
                }
                clock.advance(Duration.ofSeconds(random.nextInt(100)));
                boolean undo = back && lives > 0;
                done = attempt(bench -> goOn(bench, undo));
                if (done && result().equals("rolled-back")) {
                    assertThat(cloud.paid()).isEmpty();
                    assertThat(cluster.inventory().machines()).isEmpty();
                    return;
                }
            }
            assertThat(cloud.paid())
                    .extracting(FakeCloud.Unit::name)
                    .hasSameElementsAs(names)
                    .hasSameSizeAs(names);
            assertThat(cluster.inventory().machines())
                    .extracting(Machine::id)
                    .hasSameSizeAs(names)
                    .hasSameElementsAs(
                            cloud.paid().stream().map(unit -> Long.toString(unit.id())).toList());
        }

        private interface Life {
            boolean live(Workbench bench) throws InterruptedException;
        }

        /// @return whether all went well
        private boolean attempt(Life life) throws InterruptedException {
            var killer = random.nextInt(4) == 0 ? Killer.never() : new Killer(random.nextInt(60));
            cloud.watcher(killer::point);
            var around = new Surroundings(clock, clock, Map.of(), cluster.folder());
            var context =
                    ProviderContext.of("demo", cluster.folder(), around)
                            .withCredentials(new Credentials("t", Map.of("token", Secret.of("t"))));
            try (MachineProvider provider = new FakeCloudType(cloud).open(context)) {
                var ledger = new KilledLedger(ClusterLedger.of(cluster, clock), killer, random);
                return life.live(
                        new Workbench(
                                provider,
                                ledger,
                                around,
                                new SilentProgress(),
                                () -> false,
                                1 + random.nextInt(2),
                                Duration.ofMinutes(10)));
            } catch (Killer.Killed e) {
                return false;
            } catch (BeltException.Bug e) {
                assertThat(killer.dead()).as(String.valueOf(e)).isTrue();
                return false;
            } catch (BeltException e) {
                return false;
            } finally {
                cloud.watcher(_ -> {});
            }
        }

        private boolean begin(Workbench bench) throws InterruptedException {
            MachineSpec spec = MachineSpec.of("small", "ssh-ed25519 AAAA").withUserData("#cloud");
            var request = CreateRequest.of(names, spec);
            Creation creation =
                    Creation.begin(
                            "op", bench.ledger(), clock, request, Map.of("provider", "cloud"));
            return finish(new CreationRun(bench, creation), creation);
        }

        private boolean goOn(Workbench bench, boolean undo) throws InterruptedException {
            List<Journal.Entry> lines = cluster.journal(clock).unfinished().get("op");
            if (lines == null) {
                return !result().isEmpty()
                        || begin(bench); // killed after the last line, or before the first
            }
            Creation creation = Creation.of("op", lines, bench.ledger(), clock);
            if (undo) {
                new Rollback(bench, creation).run();
                return true;
            }
            return finish(new CreationRun(bench, creation), creation);
        }

        /// How it ended; empty if it has not.
        private String result() {
            return cluster.journal(clock).entries().stream()
                    .filter(line -> line.event().equals(CreationLine.END))
                    .map(line -> line.details().getOrDefault("result", ""))
                    .findFirst()
                    .orElse("");
        }

        private boolean finish(CreationRun run, Creation creation) throws InterruptedException {
            if (!creation.planned()) {
                assertThat(cloud.paid()).isEmpty();
            }
            List<Outcome<Machine>> outcomes = run.run();
            assertThat(outcomes)
                    .extracting(Outcome::node)
                    .containsExactlyInAnyOrderElementsOf(names);
            boolean all = outcomes.stream().allMatch(Outcome.Done.class::isInstance);
            if (all) {
                creation.end("done");
            }
            return all;
        }
    }
}
