package belt.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every provider promises. A provider's test extends this; what it makes must be gone when each test ends, which
/// the tests here see to themselves.
public abstract class MachineProviderContract {
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int POLLS = 60;

    /// Two clones of the project, each with a cluster of the same name.
    @TempDir protected Path clone;

    @TempDir protected Path otherClone;

    /// The provider under test.
    protected abstract ProviderType type();

    /// How a provider of this cluster is opened, with options and credentials for these names.
    protected abstract ProviderContext context(String cluster, Path stateDir, List<String> names);

    /// What a machine of this provider may be like, as small as possible; with an SSH key.
    protected abstract MachineSpec spec();

    /// Another size than that of {@link #spec}, for providers that can resize.
    protected String otherSize() {
        return spec().size();
    }

    /// Labels as hard as this provider can keep.
    protected Map<String, String> labels() {
        return Map.of("zone", "north, \\ east\nline two");
    }

    /// Two clones that each have a cluster of the same name do not see each other's machines. In a cloud they do: there
    /// the tag decides.
    protected boolean keepsClonesApart() {
        return !type().can(Capability.TAGS);
    }

    /// Lets a machine's guest hang, so that it does not hear a request to shut down; nothing where a test cannot do that.
    protected void hang(Machine machine) {}

    @Test
    protected void itsOptionsCanBeTold() {
        var words = new HashSet<String>();
        type().options()
                .forEach(option -> {
                    assertThat(words.add(option.key())).as(option.key()).isTrue();
                    assertThat(option.flag().isEmpty() || words.add(option.flag()))
                            .as(option.flag())
                            .isTrue();
                    assertThat(option.meaning()).isNotBlank().doesNotEndWith(".");
                });
    }

    @Test
    protected void checksItsAccount() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone)) {
            assertThat(provider.check().machineLimit()).isNotNegative();
            assertThat(provider.type().name()).isEqualTo(type().name());
        }
    }

    @Test
    protected void planningMakesNothing() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "b", "a")) {
            CreatePlan plan = provider.plan(request("b", "a"));
            assertThat(plan.count()).isEqualTo(2);
            assertThat(plan.batches().stream().flatMap(each -> each.names().stream()))
                    .containsExactlyInAnyOrder("b", "a");
            assertThat(plan.batches()).extracting(Batch::id).doesNotHaveDuplicates();
            assertThat(plan.batches()).extracting(Batch::token).doesNotHaveDuplicates();
            if (type().can(Capability.PRICES)) {
                assertThat(plan.price()).isPresent();
            }
            assertThat(provider.list(Selection.cluster())).isEmpty();
        }
    }

    @Test
    protected void createsListsAndDeletes() throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<String>();
        try (MachineProvider provider = open("demo", clone, "b", "a")) {
            CreatePlan plan = provider.prepare(provider.plan(request("b", "a")));
            for (Batch batch : plan.batches()) {
                List<Outcome<Machine>> made =
                        provider.create(batch, machine -> heard.add(machine.name()));
                assertThat(made).extracting(Outcome::node).containsExactlyElementsOf(batch.names());
            }
            List<Machine> machines = awaitActive(provider, 2);
            assertThat(machines).extracting(Machine::cluster).containsOnly("demo");
            assertThat(machines).extracting(Machine::provider).containsOnly(type().name());
            assertThat(machines).allSatisfy(m -> assertThat(m.addresses()).isNotEmpty());
            assertThat(machines).extracting(Machine::id).doesNotHaveDuplicates();
            assertThat(heard).contains("a", "b");
            for (Batch batch : plan.batches()) {
                assertThat(provider.list(Selection.batch(batch.id())))
                        .extracting(Machine::name)
                        .containsExactlyInAnyOrderElementsOf(batch.names());
            }
            assertThat(provider.list(Selection.batch("nosuchbatch"))).isEmpty();
            try (MachineProvider other = open("other", otherClone)) {
                assertThat(other.list(Selection.cluster())).isEmpty();
            }
            if (keepsClonesApart()) {
                try (MachineProvider other = open("demo", otherClone)) {
                    assertThat(other.list(Selection.cluster())).isEmpty();
                }
            }
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void namesThatAreThereAreNotPlannedAgain() throws InterruptedException {
        try {
            create("demo", clone, "a");
            try (MachineProvider provider = open("demo", clone, "a", "b")) {
                CreatePlan plan = provider.plan(request("a", "b"));
                assertThat(plan.existing()).containsExactly("a");
                assertThat(plan.batches().stream().flatMap(each -> each.names().stream()))
                        .containsExactly("b");
            }
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void aRepeatedBatchMakesNothingTwiceWhereThatIsDeclared()
            throws InterruptedException {
        if (!type().can(Capability.IDEMPOTENT_CREATE)) {
            return;
        }
        try (MachineProvider provider = open("demo", clone, "a")) {
            CreatePlan plan = provider.prepare(provider.plan(request("a")));
            Batch batch = plan.batches().getFirst();
            Machine first = values(provider.create(batch, _ -> {})).getFirst();
            Machine second = values(provider.create(batch, _ -> {})).getFirst();
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.createdAt()).isEqualTo(first.createdAt());
            assertThat(awaitActive(provider, 1)).hasSize(1);
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void deletingTwiceIsHarmlessAndAnIdIsNeverUsedAgain() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            List<Machine> old = create("demo", clone, "a");
            values(provider.delete(old));
            values(provider.delete(old));
            awaitActive(provider, 0);
            Machine young = create("demo", clone, "a").getFirst();
            assertThat(young.id()).isNotEqualTo(old.getFirst().id());
            values(provider.delete(old));
            assertThat(provider.list(Selection.cluster()))
                    .extracting(Machine::id)
                    .contains(young.id());
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void doesNotTouchWhatCarriesAnotherClustersTag() throws InterruptedException {
        if (!type().can(Capability.TAGS)) {
            return;
        }
        try (MachineProvider provider = open("demo", clone, "a")) {
            Machine machine = create("demo", clone, "a").getFirst();
            Machine wrong =
                    Machine.named("a", machine.id(), machine.provider(), "other")
                            .region(machine.region())
                            .build();
            assertThat(provider.delete(List.of(wrong)).getFirst())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.problem())
                                            .isInstanceOf(BeltException.Refused.class));
            assertThat(provider.list(Selection.cluster())).hasSize(1);
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void forgetsAClusterOnlyOnceItIsEmpty() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            create("demo", clone, "a");
            assertThatThrownBy(provider::forgetCluster).isInstanceOf(BeltException.Refused.class);
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void stopsAndStartsOrSaysThatItCannot() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            List<Machine> machines = create("demo", clone, "a");
            if (!type().can(Capability.STOP_START)) {
                assertThatThrownBy(() -> provider.stop(machines))
                        .isInstanceOf(BeltException.Refused.class);
                return;
            }
            values(provider.stop(machines));
            Machine listed = await(provider, MachineState.STOPPED, 1).getFirst();
            assertThat(listed.stateReason()).isNotNull();
            values(provider.stop(machines));
            values(provider.start(machines));
            Machine started = awaitActive(provider, 1).getFirst();
            assertThat(started.hostKeys()).isEqualTo(machines.getFirst().hostKeys());
            values(provider.start(machines));
            hang(started);
            values(provider.kill(machines));
            await(provider, MachineState.STOPPED, 1);
            values(provider.kill(machines));
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void restartsOrSaysThatItCannot() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            List<Machine> machines = create("demo", clone, "a");
            if (type().can(Capability.RESTART)) {
                values(provider.restart(machines));
                awaitActive(provider, 1);
            } else {
                assertThatThrownBy(() -> provider.restart(machines))
                        .isInstanceOf(BeltException.Refused.class);
            }
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void resizesOrSaysThatItCannot() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            List<Machine> machines = create("demo", clone, "a");
            MachineSize size = provider.size(otherSize());
            if (!type().can(Capability.RESIZE)) {
                assertThatThrownBy(() -> provider.resize(machines, size))
                        .isInstanceOf(BeltException.Refused.class);
                return;
            }
            if (type().can(Capability.STOP_START)) {
                values(provider.stop(machines));
                await(provider, MachineState.STOPPED, 1);
            }
            values(provider.resize(machines, size));
            values(provider.start(machines));
            Machine resized = awaitActive(provider, 1).getFirst();
            assertThat(resized.size()).isEqualTo(otherSize());
            assertThat(resized.memoryBytes()).isEqualTo(size.memoryBytes());
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void keepsLabels() throws InterruptedException {
        Map<String, String> labels = labels();
        try (MachineProvider provider = open("demo", clone, "a")) {
            create(provider, CreateRequest.of(List.of("a"), spec().withLabels(labels)));
            assertThat(awaitActive(provider, 1).getFirst().labels()).isEqualTo(labels);
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void refusesAnOptionThatNobodyKnows() {
        var context =
                context("demo", clone, List.of("a")).withOptions(Map.of("no-such-option", "1"));
        assertThatThrownBy(() -> type().open(context))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("no-such-option");
    }

    @Test
    protected void refusesARegionThatNobodyKnows() throws InterruptedException {
        if (!type().can(Capability.REGIONS)) {
            return;
        }
        try (MachineProvider provider = open("demo", clone, "a")) {
            var wish = CreateRequest.of(List.of("a"), spec().withRegion("no-such-region"));
            assertThatThrownBy(() -> provider.plan(wish))
                    .isInstanceOf(BeltException.InvalidInput.class)
                    .hasMessageContaining("no-such-region");
        }
    }

    /// A provider of that cluster; options are for these names.
    protected final MachineProvider open(String cluster, Path stateDir, String... names) {
        return type().open(context(cluster, stateDir, List.of(names)));
    }

    private CreateRequest request(String... names) {
        return CreateRequest.of(List.of(names), spec());
    }

    /// Creates machines, and waits until they are active.
    protected final List<Machine> create(String cluster, Path stateDir, String... names)
            throws InterruptedException {
        try (MachineProvider provider = open(cluster, stateDir, names)) {
            create(provider, request(names));
            return awaitActive(provider, names.length);
        }
    }

    private static void create(MachineProvider provider, CreateRequest request)
            throws InterruptedException {
        for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
            values(provider.create(batch, _ -> {}));
        }
    }

    /// Waits until the listing has so many machines and all are active.
    protected final List<Machine> awaitActive(MachineProvider provider, int count)
            throws InterruptedException {
        return await(provider, MachineState.ACTIVE, count);
    }

    private List<Machine> await(MachineProvider provider, MachineState state, int count)
            throws InterruptedException {
        var around = context("demo", clone, List.of()).around();
        List<Machine> last = new ArrayList<>();
        for (int polls = 0; polls < POLLS; polls++) {
            last = provider.list(Selection.cluster());
            if (last.size() == count && last.stream().allMatch(m -> m.state() == state)) {
                return last;
            }
            around.waiting().pause(POLL, "the test");
        }
        throw new AssertionError("waited for " + count + " " + state + ", have " + last);
    }

    /// Deletes all machines of a cluster, and forgets it.
    protected final void removeAll(String cluster, Path stateDir) throws InterruptedException {
        try (MachineProvider provider = open(cluster, stateDir)) {
            values(provider.delete(provider.list(Selection.cluster())));
            awaitActive(provider, 0);
            provider.forgetCluster();
        }
    }

    /// The values of outcomes that must all be good.
    protected static List<Machine> values(List<Outcome<Machine>> outcomes) {
        return outcomes.stream()
                .map(outcome ->
                        switch (outcome) {
                            case Outcome.Done<Machine> done -> done.value();
                            case Outcome.Failed<Machine> failed -> throw failed.problem();
                        })
                .toList();
    }
}
