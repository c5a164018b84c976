package belt.cli.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import belt.cli.state.ClusterState;
import belt.cli.state.Journal;
import belt.cli.state.Workspace;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.FakeEc2;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.digitalocean.testkit.Faults.Fault;
import belt.provider.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Creation over the real wire formats: belts that are killed at random, against the fakes of both clouds, until a resume or a
/// rollback says that it is done.
class CloudCreationTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zv belt";
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, 13).mapToObj(number -> "n" + number).toList();
    private static final int SEEDS = 6;

    @TempDir Path folder;

    @Test
    void atDigitalOceanWhatWasAskedForExistsOnce() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var clock = new FakeClock();
            var random = new Random(seed);
            try (var ocean = FakeDigitalOcean.start(clock)) {
                for (Fault fault : List.of(Fault.LOST_REPLY, Fault.GARBLED, Fault.UNAVAILABLE)) {
                    ocean.faults().plan("POST /v2/droplets", fault, random.nextInt(2));
                }
                var around =
                        new Surroundings(
                                clock,
                                clock,
                                Map.of("DIGITALOCEAN_API_URL", ocean.endpoint().toString()),
                                folder.resolve("accounts" + seed));
                var credentials =
                        new Credentials(
                                "t", Map.of("access-token", Secret.of(FakeDigitalOcean.TOKEN)));
                var life =
                        new Life(
                                "digitalocean",
                                "s-1vcpu-1gb",
                                random,
                                clock,
                                ProviderContext.of("demo", folder, around)
                                        .withCredentials(credentials));
                boolean undone = life.live(folder.resolve("ocean" + seed), seed % 3 == 2);
                if (undone) {
                    assertThat(ocean.paid()).as("seed " + seed).isEmpty();
                } else {
                    assertThat(ocean.paid())
                            .as("seed " + seed)
                            .containsExactlyInAnyOrderElementsOf(NAMES);
                }
            }
        }
    }

    @Test
    void atEc2WhatWasAskedForExistsOnce() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            try (var bed = new Ec2Bed(folder.resolve("bed" + seed))) {
                bed.ec2().faults().loseReply("RunInstances", random.nextInt(3));
                var life =
                        new Life(
                                "aws",
                                "t3.micro",
                                random,
                                bed.clock(),
                                bed.context("demo", Map.of(), Ec2Bed.key(FakeEc2.ACCESS_KEY)));
                boolean undone = life.live(folder.resolve("ec2" + seed), seed % 3 == 2);
                assertThat(bed.ec2().liveInstances("us-east-1"))
                        .as("seed " + seed)
                        .hasSize(undone ? 0 : NAMES.size());
            }
        }
    }

    /// The lives of belts that work on one creation, one after the other.
    private record Life(
            String provider, String size, Random random, FakeClock clock, ProviderContext context) {
        /// @return whether it was undone
        boolean live(Path place, boolean undo) throws InterruptedException {
            ClusterState cluster = Workspace.find(place).create("demo", provider, Map.of());
            for (int lives = 0; lives < 40; lives++) {
                var killer = lives > 8 ? Killer.never() : new Killer(random.nextInt(40));
                if (attempt(cluster, killer, undo && lives > 0)) {
                    boolean undone =
                            cluster.journal(clock).entries().stream()
                                    .anyMatch(line -> line.details().containsValue("rolled-back"));
                    assertThat(cluster.inventory().machines())
                            .extracting(Machine::name)
                            .containsExactlyInAnyOrderElementsOf(undone ? List.of() : NAMES);
                    return undone;
                }
                clock.advance(Duration.ofSeconds(random.nextInt(60)));
            }
            return fail("not done after 40 lives");
        }

        private boolean attempt(ClusterState cluster, Killer killer, boolean undo)
                throws InterruptedException {
            var ledger = new KilledLedger(ClusterLedger.of(cluster, clock), killer, random);
            try (MachineProvider open = type().open(context)) {
                var bench =
                        new Workbench(
                                open,
                                ledger,
                                context.around(),
                                Progress.NONE,
                                () -> false,
                                2,
                                Duration.ofMinutes(10));
                List<Journal.Entry> lines =
                        cluster.journal(clock).unfinished().getOrDefault("op", List.of());
                if (lines.isEmpty() && !cluster.journal(clock).entries().isEmpty()) {
                    return true; // killed after the last line
                }
                Creation creation =
                        lines.isEmpty()
                                ? Creation.begin(
                                        "op",
                                        ledger,
                                        clock,
                                        CreateRequest.of(NAMES, MachineSpec.of(size, KEY)),
                                        Map.of("provider", provider))
                                : Creation.of("op", lines, ledger, clock);
                if (undo) {
                    new Rollback(bench, creation).run();
                    return true;
                }
                boolean all =
                        new CreationRun(bench, creation)
                                .run().stream().allMatch(Outcome.Done.class::isInstance);
                if (all) {
                    creation.end("done");
                }
                return all;
            } catch (Killer.Killed e) {
                return false;
            } catch (BeltException.Bug e) {
                assertThat(killer.dead()).as(String.valueOf(e)).isTrue();
                return false;
            }
        }

        private ProviderType type() {
            return ServiceLoader.load(ProviderType.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(each -> each.name().equals(provider))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
