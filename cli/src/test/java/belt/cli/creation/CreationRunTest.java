package belt.cli.creation;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.state.ClusterState;
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
import belt.provider.ProviderProblem;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.FakeCloud;
import belt.provider.testkit.FakeCloudType;
import belt.provider.testkit.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreationRunTest {
    @TempDir Path folder;

    private final FakeClock clock = new FakeClock();
    private FakeCloud cloud = new FakeCloud(clock, FakeCloud.Limits.usual());
    private ClusterState cluster;
    private ClusterLedger ledger;

    @BeforeEach
    void begin() {
        cluster = Workspace.find(folder).create("demo", "cloud", Map.of());
        ledger = ClusterLedger.of(cluster, clock);
    }

    @Test
    void aThousandMachinesTakeAHundredCreateCallsAndOneListingAPoll() throws InterruptedException {
        assertThat(run(creation(1000)).run())
                .hasSize(1000)
                .allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.paid()).hasSize(1000);
        assertThat(cloud.counts().get("create")).isEqualTo(100);
        // to plan, then every five seconds of the forty until addresses are there
        assertThat(cloud.counts().get("list")).isLessThanOrEqualTo(11);
        assertThat(cluster.inventory().machines())
                .hasSize(1000)
                .allSatisfy(machine -> assertThat(machine.addresses()).isNotEmpty());
    }

    @Test
    void aSecondMachineOfANameIsRemovedAndTheOneOnRecordStays() throws Exception {
        Creation creation = creation(2);
        run(creation).run();
        FakeCloud.Unit first = cloud.paid().getFirst();
        cloud.create("other", List.of("n1"), "small", "north", first.tags());
        clock.advance(Duration.ofMinutes(1));
        run(creation).run();
        assertThat(cloud.paid()).hasSize(2).contains(first);
        assertThat(creation.removing()).isEmpty();
    }

    @Test
    void aMachineThatVanishedIsMadeAgain() throws InterruptedException {
        Creation creation = creation(3);
        run(creation).run();
        cloud.vanish("n2");
        clock.advance(Duration.ofMinutes(5));
        assertThat(run(reread()).run()).allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.paid())
                .extracting(FakeCloud.Unit::name)
                .containsExactlyInAnyOrder("n1", "n2", "n3");
    }

    @Test
    void aLimitOfTheAccountEndsItAndNothingIsForgotten() throws InterruptedException {
        cloud = new FakeCloud(clock, FakeCloud.Limits.usual().withMachines(25));
        Creation creation = creation(40);
        List<Outcome<Machine>> outcomes = run(creation).run();
        assertThat(outcomes).hasSize(40);
        assertThat(problems(outcomes))
                .hasSize(20)
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(ProviderProblem.QUOTA));
        assertThat(cloud.paid()).hasSize(20);
        assertThat(cluster.inventory().machines()).hasSize(20);
        clock.advance(Duration.ofMinutes(1));
        assertThat(new Rollback(bench(), reread()).run()).hasSize(20);
        assertThat(cloud.paid()).isEmpty();
        assertThat(cluster.inventory().machines()).isEmpty();
        assertThat(cluster.journal(clock).unfinished()).isEmpty();
    }

    @Test
    void nothingIsAskedTwiceWhenAReplyWasLost() throws InterruptedException {
        cloud.faults(Faults.first("create", Faults.Fault.LOST_REPLY, Faults.Fault.LATE_EFFECT));
        assertThat(run(creation(20)).run()).allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.paid()).hasSize(20);
        assertThat(cloud.counts().get("create")).isEqualTo(2);
    }

    @Test
    void halfABatchIsFilledUp() throws InterruptedException {
        cloud.faults(Faults.first("create", Faults.Fault.HALF));
        assertThat(run(creation(10)).run()).allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.paid()).hasSize(10);
    }

    @Test
    void aBrokenLineHidesNoneOfTheOthers() throws Exception {
        Creation creation = creation(20);
        run(creation).run();
        Path journal = cluster.journal(clock).file();
        List<String> lines = Files.readAllLines(journal);
        int allocated =
                IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains("\"allocated\""))
                        .findFirst()
                        .orElseThrow();
        lines.set(allocated, lines.get(allocated).substring(0, 30));
        Files.write(journal, lines);
        clock.advance(Duration.ofMinutes(1));
        assertThat(run(reread()).run()).hasSize(20).allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.paid()).hasSize(20);
    }

    @Test
    void stagesAndFailuresAreReadBack() throws InterruptedException {
        Creation creation = creation(3);
        run(creation).run();
        creation.reached("n1", Stage.SSH_READY);
        creation.reached("n1", Stage.READY);
        creation.reached("n2", Stage.TUNED);
        creation.failed(
                "n2",
                new BeltException.Unreachable(ProviderProblem.UNAVAILABLE, "the line was cut"));
        creation.keep(List.of("n2"), clock.instant().plusSeconds(60));
        Creation again = reread();
        assertThat(again.find("n1").orElseThrow().stage()).isEqualTo(Stage.READY);
        Item stuck = again.find("n2").orElseThrow();
        assertThat(stuck.stage()).isEqualTo(Stage.TUNED);
        assertThat(stuck.failure())
                .isEqualTo(new Item.Failure(Stage.ENGINE_READY, "the line was cut", true));
        assertThat(stuck.keptUntil()).isEqualTo(clock.instant().plusSeconds(60));
        assertThat(again.find("n3").orElseThrow().stage()).isEqualTo(Stage.ADDRESSED);
        run(again).run(); // finds nothing to do, and leaves the stages as they are
        assertThat(again.find("n1").orElseThrow().stage()).isEqualTo(Stage.READY);
        again.reached("n2", Stage.SSH_READY); // on the way again: not further than before
        assertThat(again.find("n2").orElseThrow().failure()).isNotNull();
        again.reached("n2", Stage.ENGINE_READY);
        assertThat(again.find("n2").orElseThrow().failure()).isNull();
    }

    @Test
    void aMachineThatVanishedBeginsAnewAndItsOldStagesDoNotCount() throws InterruptedException {
        Creation creation = creation(2);
        run(creation).run();
        creation.reached("n1", Stage.READY);
        cloud.vanish("n1");
        clock.advance(Duration.ofMinutes(1));
        Creation again = reread();
        run(again).run();
        assertThat(again.find("n1").orElseThrow().stage()).isEqualTo(Stage.ADDRESSED);
        assertThat(cloud.paid()).hasSize(2);
    }

    @Test
    void rollbackSparesWhatIsKept() throws InterruptedException {
        Creation creation = creation(3);
        run(creation).run();
        clock.advance(Duration.ofMinutes(1));
        assertThat(new Rollback(bench(), creation, Set.of("n2")).run()).hasSize(2);
        assertThat(cloud.paid()).extracting(FakeCloud.Unit::name).containsExactly("n2");
        assertThat(reread().items()).extracting(Item::name).containsExactly("n2");
    }

    @Test
    void userDataIsKeptOutOfTheJournalAndForgottenAtTheEnd() throws Exception {
        MachineSpec spec = MachineSpec.of("small", "key").withUserData("#cloud-config t1cket");
        Creation creation =
                Creation.begin(
                        "op",
                        ledger,
                        clock,
                        CreateRequest.of(List.of("n1"), spec),
                        Map.of("provider", "cloud"));
        run(creation).run();
        assertThat(Files.readString(cluster.journal(clock).file())).doesNotContain("t1cket");
        assertThat(reread().request().spec().userData()).contains("t1cket");
        assertThat(reread().batches().getFirst().spec().userData()).contains("t1cket");
        creation.end("done");
        assertThat(ledger.userData("op")).isEmpty();
    }

    private Creation creation(int count) {
        List<String> names =
                IntStream.rangeClosed(1, count).mapToObj(number -> "n" + number).toList();
        return Creation.begin(
                "op",
                ledger,
                clock,
                CreateRequest.of(names, MachineSpec.of("small", "key")),
                Map.of("provider", "cloud"));
    }

    private Creation reread() {
        return Creation.of(
                "op",
                cluster.journal(clock).unfinished().getOrDefault("op", List.of()),
                ledger,
                clock);
    }

    private CreationRun run(Creation creation) {
        return new CreationRun(bench(), creation);
    }

    private Workbench bench() {
        var around = new Surroundings(clock, clock, Map.of(), cluster.folder());
        var context =
                ProviderContext.of("demo", cluster.folder(), around)
                        .withCredentials(new Credentials("t", Map.of("token", Secret.of("t"))));
        MachineProvider provider = new FakeCloudType(cloud).open(context);
        return new Workbench(
                provider, ledger, around, Progress.NONE, () -> false, 1, Duration.ofMinutes(10));
    }

    private static List<BeltException> problems(List<Outcome<Machine>> outcomes) {
        return outcomes.stream()
                .flatMap(outcome ->
                        outcome instanceof Outcome.Failed<Machine>(_, var problem)
                                ? Stream.of(problem)
                                : Stream.empty())
                .toList();
    }
}
