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
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.FakeCloud;
import belt.provider.testkit.FakeCloudType;
import belt.provider.testkit.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One seed of {@link CreationPropertyTest}: a cloud, an operator's folder, and belts that are killed while they work there.
/// Machines are made, some are removed while that goes on or after it, and removed names are made again.
final class CreationWorld {
    private static final int PATIENCE = 60;
    private static final int BAD_DAYS = 10;

    private final Random random;
    private final FakeClock clock = new FakeClock();
    private final FakeCloud cloud;
    private final ClusterState cluster;
    private final List<String> names;
    private final Set<String> wanted;
    private final Set<String> leaving = new LinkedHashSet<>();
    private final Faults faults;

    CreationWorld(long seed, Path folder) {
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
        this.wanted = new LinkedHashSet<>(names);
        this.faults = Faults.random(seed, random.nextDouble() * 0.5);
    }

    void run() throws InterruptedException {
        boolean back = random.nextInt(3) == 0;
        boolean amid = random.nextInt(4) == 0;
        until(bench -> goOn(bench, "op", names, back, amid));
        if (result("op").equals("rolled-back")) {
            wanted.clear();
        } else {
            until(bench -> dismiss(bench, leaving)); // what was begun amid
        }
        check();
        if (random.nextBoolean()) {
            Set<String> some = some(wanted);
            until(bench -> dismiss(bench, some));
            check();
            wanted.addAll(some);
            List<String> again = List.copyOf(wanted);
            until(bench -> goOn(bench, "again", again, false, false));
            check();
        }
    }

    private Set<String> some(Collection<String> all) {
        var some = new LinkedHashSet<>(all);
        some.removeIf(_ -> random.nextBoolean());
        return some;
    }

    private void check() {
        assertThat(cloud.paid())
                .as("existing")
                .extracting(FakeCloud.Unit::name)
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(cluster.inventory().machines())
                .as("recorded")
                .extracting(Machine::id)
                .containsExactlyInAnyOrderElementsOf(
                        cloud.paid().stream().map(unit -> Long.toString(unit.id())).toList());
        if (cloud.limits().knowsTokens() && result("op").equals("done")) {
            assertThat(cloud.neverRepeated())
                    .as("calls whose reply was lost and that were not made again")
                    .allMatch(token -> requests(token) > 1);
        }
    }

    /// How often a belt set about a call. It may have been killed before it made it.
    private long requests(String token) {
        return cluster.journal(clock).entries().stream()
                .filter(line -> line.event().equals(CreationLine.REQUESTED))
                .filter(line -> token.equals(line.details().get(BatchLine.TOKEN)))
                .count();
    }

    private interface Life {
        /// @return whether nothing is left to do
        boolean live(Workbench bench) throws InterruptedException;
    }

    /// Lives, one after the other, until one says that it is done.
    private void until(Life life) throws InterruptedException {
        cloud.faults(faults);
        for (int lives = 0; !attempt(life); lives++) {
            if (lives == PATIENCE) {
                fail("not done after " + lives + " lives");
            }
            if (lives > BAD_DAYS) { // even the worst time ends
                cloud.faults(Faults.none());
            }
            clock.advance(Duration.ofSeconds(random.nextInt(100)));
        }
    }

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
                            Progress.NONE,
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

    /// Begins, or goes on from where the journal stands; now and then something else is done first.
    private boolean goOn(
            Workbench bench, String operation, List<String> which, boolean back, boolean amid)
            throws InterruptedException {
        List<Journal.Entry> lines = cluster.journal(clock).unfinished().get(operation);
        if (lines == null) { // before the first line, or after the last
            return !result(operation).isEmpty() || begin(bench, operation, which);
        }
        Creation creation = Creation.of(operation, lines, bench.ledger(), clock);
        if (amid && random.nextInt(3) == 0) {
            return dismissAmid(bench);
        }
        if (back) {
            new Rollback(bench, creation).run();
            return true;
        }
        List<Item> items = creation.items();
        if (!items.isEmpty() && random.nextInt(6) == 0) { // somebody removes one at the provider
            clock.advance(Workbench.SETTLED);
            cloud.vanish(items.get(random.nextInt(items.size())).name());
        }
        return finish(new CreationRun(bench, creation), creation);
    }

    private boolean begin(Workbench bench, String operation, List<String> which)
            throws InterruptedException {
        MachineSpec spec = MachineSpec.of("small", "ssh-ed25519 AAAA").withUserData("#cloud");
        var request = CreateRequest.of(which, spec);
        Creation creation =
                Creation.begin(
                        operation, bench.ledger(), clock, request, Map.of("provider", "cloud"));
        return finish(new CreationRun(bench, creation), creation);
    }

    private boolean finish(CreationRun run, Creation creation) throws InterruptedException {
        List<Outcome<Machine>> outcomes = run.run();
        assertThat(outcomes)
                .extracting(Outcome::node)
                .containsExactlyInAnyOrderElementsOf(
                        creation.items().stream().map(Item::name).toList());
        boolean all = outcomes.stream().allMatch(Outcome.Done.class::isInstance);
        if (all) {
            creation.end("done");
        }
        return all;
    }

    /// `belt rm` of machines on record while their creation is open.
    private boolean dismissAmid(Workbench bench) throws InterruptedException {
        var known = new LinkedHashSet<String>();
        bench.ledger().machines().forEach(machine -> known.add(machine.name()));
        bench.provider().list(Selection.cluster()).forEach(machine -> known.add(machine.name()));
        Set<String> some = some(known);
        // whatever comes: the operator runs it again until it is done
        leaving.addAll(some);
        if (dismiss(bench, leaving)) {
            leaving.clear(); // and shall not be made again
        }
        return false; // the creation is looked at again
    }

    private boolean dismiss(Workbench bench, Set<String> which) throws InterruptedException {
        wanted.removeAll(which);
        var machines = new ArrayList<>(recorded(bench, which));
        Set<String> names = machines.stream().map(Machine::name).collect(Collectors.toSet());
        Set<String> gone = bench.ledger().removedSince(Instant.MIN);
        for (Machine seen : bench.provider().list(Selection.cluster())) {
            boolean known = gone.contains(seen.id()) || !which.contains(seen.name());
            if (!known && names.add(seen.name())) {
                machines.add(seen);
            }
        }
        List<Outcome<Machine>> outcomes =
                new Dismissal(bench.ledger(), clock)
                        .run(machines, open(bench), _ -> bench.provider());
        return outcomes.stream().allMatch(Outcome.Done.class::isInstance);
    }

    private static List<Machine> recorded(Workbench bench, Set<String> which) {
        return bench.ledger().machines().stream()
                .filter(machine -> which.contains(machine.name()))
                .toList();
    }

    private List<Creation> open(Workbench bench) {
        var open = new ArrayList<Creation>();
        cluster.journal(clock)
                .unfinished()
                .forEach((operation, lines) -> {
                    if (lines.getFirst().details().containsKey("size")) {
                        open.add(Creation.of(operation, lines, bench.ledger(), clock));
                    }
                });
        return open;
    }

    /// How an operation ended; empty if it has not.
    private String result(String operation) {
        return cluster.journal(clock).entries().stream()
                .filter(line -> line.operation().equals(operation))
                .filter(line -> line.event().equals(CreationLine.END))
                .map(line -> line.details().getOrDefault("result", ""))
                .findFirst()
                .orElse("");
    }
}
