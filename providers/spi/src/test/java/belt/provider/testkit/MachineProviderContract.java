package belt.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.selftest.SelfTest;
import belt.provider.selftest.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/// What every provider promises: the steps of {@link SelfTest}, each a test of its own. A provider's test extends this, and
/// says which of them its provider does not make: a step that is not looked at for any other reason fails.
public abstract class MachineProviderContract {
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int POLLS = 60;
    private static final List<String> NAMES = List.of("a", "b", "c");

    /// A clone of the project.
    @TempDir protected Path clone;

    /// The provider under test.
    protected abstract ProviderType type();

    /// How a provider of this cluster is opened, with options and credentials for these names.
    protected abstract ProviderContext context(String cluster, Path stateDir, List<String> names);

    /// What a machine of this provider may be like, as small as possible; with an SSH key.
    protected abstract MachineSpec spec();

    /// Another size than that of {@link #spec}, for providers that can resize.
    protected String otherSize() {
        return "";
    }

    /// Labels as hard as this provider can keep.
    protected Map<String, String> labels() {
        return Map.of("zone", "north, \\ east\nline two");
    }

    /// Lets a machine's guest hang, so that it does not hear a request to shut down; nothing where a test cannot do that.
    protected void hang(Machine machine) {}

    /// Promises that this provider does not make, as their steps call them, because it lacks the capability.
    protected Set<String> notPromised() {
        return Set.of();
    }

    @TestFactory
    protected Stream<DynamicTest> keepsTheContract() {
        var test =
                new SelfTest(
                        type(),
                        context("demo", clone, NAMES),
                        spec(),
                        otherSize(),
                        clone,
                        POLL.multipliedBy(POLLS),
                        "demo",
                        NAMES,
                        labels(),
                        this::hang);
        List<Step> steps = test.steps();
        assertThat(steps).extracting(Step::promise).containsAll(notPromised());
        return steps.stream()
                .map(step -> DynamicTest.dynamicTest(step.promise(), () -> require(step)));
    }

    private void require(Step step) throws InterruptedException {
        boolean promised = !notPromised().contains(step.promise());
        switch (step.work().look()) {
            case Step.Verdict.Kept() -> assertThat(promised).as("is promised, being kept").isTrue();
            case Step.Verdict.Broken(var why) -> throw new AssertionFailedError(why);
            case Step.Verdict.Skipped(var why) ->
                    assertThat(promised).as("is promised, and not looked at: %s", why).isFalse();
        }
    }

    @Test
    protected void whatItsOptionsMeanIsNoSentence() {
        assertThat(type().options())
                .allSatisfy(option -> assertThat(option.meaning()).doesNotEndWith("."));
    }

    /// A provider of that cluster; options are for these names.
    protected final MachineProvider open(String cluster, Path stateDir, String... names) {
        return type().open(context(cluster, stateDir, List.of(names)));
    }

    /// Creates machines, and waits until they are active.
    protected final List<Machine> create(String cluster, Path stateDir, String... names)
            throws InterruptedException {
        try (MachineProvider provider = open(cluster, stateDir, names)) {
            var request = CreateRequest.of(List.of(names), spec());
            for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
                values(provider.create(batch, _ -> {}));
            }
            return awaitActive(provider, names.length);
        }
    }

    /// Waits until the listing has so many machines and all are active.
    protected final List<Machine> awaitActive(MachineProvider provider, int count)
            throws InterruptedException {
        var around = context("demo", clone, List.of()).around();
        List<Machine> last = new ArrayList<>();
        for (int polls = 0; polls < POLLS; polls++) {
            last = provider.list(Selection.cluster());
            if (last.size() == count
                    && last.stream().allMatch(m -> m.state() == MachineState.ACTIVE)) {
                return last;
            }
            around.waiting().pause(POLL, "the test");
        }
        throw new AssertionError("waited for " + count + " active machines, have " + last);
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
