package belt.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every provider promises. A provider's test extends this; what it makes must be gone when each test ends, which
/// the tests here see to themselves.
public abstract class MachineProviderContract {
    /// Two clones of the project, each with a cluster of the same name.
    @TempDir protected Path clone;

    @TempDir protected Path otherClone;

    /// The provider under test.
    protected abstract MachineProvider provider();

    /// A request that this provider can fulfil.
    protected abstract CreateRequest request(String cluster, Path stateDir, List<String> names);

    /// Whether it can start and stop machines.
    protected abstract boolean hasPowerSwitch();

    @Test
    protected void createsListsAndDeletes() throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<String>();
        List<Outcome<Machine>> made =
                provider()
                        .create(
                                request("demo", clone, List.of("b", "a")),
                                machine -> heard.add(machine.name()));
        try {
            assertThat(made).extracting(Outcome::node).containsExactly("b", "a");
            List<Machine> machines = values(made);
            assertThat(machines).extracting(Machine::cluster).containsOnly("demo");
            assertThat(machines).extracting(Machine::provider).containsOnly(provider().name());
            assertThat(machines).allSatisfy(m -> assertThat(m.addresses()).isNotEmpty());
            assertThat(machines).extracting(Machine::id).doesNotHaveDuplicates();
            assertThat(heard).contains("a", "b");
            assertThat(provider().list("demo", clone))
                    .extracting(Machine::id)
                    .containsExactlyInAnyOrderElementsOf(
                            machines.stream().map(Machine::id).toList());
            assertThat(provider().list("other", clone)).isEmpty();
            assertThat(provider().list("demo", otherClone)).isEmpty();
        } finally {
            removeAll("demo", clone);
        }
        assertThat(provider().list("demo", clone)).isEmpty();
    }

    @Test
    protected void repeatingACreateReturnsWhatIsThere() throws InterruptedException {
        try {
            Machine first = values(create("demo", clone, "a")).getFirst();
            List<Machine> second = values(create("demo", clone, "a", "b"));
            assertThat(second.getFirst().id()).isEqualTo(first.id());
            assertThat(second.getFirst().addresses()).isEqualTo(first.addresses());
            assertThat(second.getFirst().createdAt()).isEqualTo(first.createdAt());
            assertThat(second.get(1).id()).isNotEqualTo(first.id());
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void deletingTwiceIsHarmlessAndAnIdIsNeverUsedAgain() throws InterruptedException {
        try {
            List<Machine> old = values(create("demo", clone, "a"));
            values(provider().delete(old, clone));
            values(provider().delete(old, clone));
            Machine young = values(create("demo", clone, "a")).getFirst();
            assertThat(young.id()).isNotEqualTo(old.getFirst().id());
            values(provider().delete(old, clone));
            assertThat(provider().list("demo", clone)).extracting(Machine::id).contains(young.id());
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void forgetsAClusterOnlyOnceItIsEmpty() throws InterruptedException {
        try {
            create("demo", clone, "a");
            assertThatThrownBy(() -> provider().forgetCluster("demo", clone))
                    .isInstanceOf(BeltException.Refused.class);
        } finally {
            removeAll("demo", clone);
        }
        provider().forgetCluster("demo", clone);
    }

    @Test
    protected void stopsAndStartsOrSaysThatItCannot() throws InterruptedException {
        try {
            List<Machine> machines = values(create("demo", clone, "a"));
            List<Outcome<Machine>> stopped = provider().stop(machines, clone);
            if (!hasPowerSwitch()) {
                assertThat(stopped.getFirst()).isInstanceOf(Outcome.Failed.class);
                return;
            }
            assertThat(values(stopped).getFirst().state()).isEqualTo(MachineState.STOPPED);
            Machine listed = provider().list("demo", clone).getFirst();
            assertThat(listed.state()).isEqualTo(MachineState.STOPPED);
            assertThat(listed.stateReason()).isNotNull();
            values(provider().stop(machines, clone));
            Machine started = values(provider().start(machines, clone)).getFirst();
            assertThat(started.state()).isEqualTo(MachineState.ACTIVE);
            assertThat(started.addresses()).isEqualTo(machines.getFirst().addresses());
            assertThat(started.hostKeys()).isEqualTo(machines.getFirst().hostKeys());
            values(provider().start(machines, clone));
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void keepsLabels() throws InterruptedException {
        try {
            CreateRequest plain = request("demo", clone, List.of("a"));
            var labels = Map.of("zone", "north, \\ east\nline two");
            var wish =
                    new CreateRequest(
                            plain.cluster(),
                            plain.stateDir(),
                            plain.names(),
                            plain.size(),
                            plain.region(),
                            plain.image(),
                            plain.sshPublicKey(),
                            labels,
                            plain.options(),
                            plain.parallel());
            values(provider().create(wish, _ -> {}));
            assertThat(provider().list("demo", clone).getFirst().labels()).isEqualTo(labels);
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    protected void refusesAnOptionThatNobodyKnows() {
        CreateRequest plain = request("demo", clone, List.of("a"));
        var wish =
                new CreateRequest(
                        plain.cluster(),
                        plain.stateDir(),
                        plain.names(),
                        plain.size(),
                        plain.region(),
                        plain.image(),
                        plain.sshPublicKey(),
                        Map.of(),
                        Map.of("no-such-option", "1"),
                        1);
        assertThatThrownBy(() -> provider().create(wish, _ -> {}))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("no-such-option");
        assertThat(provider().list("demo", clone)).isEmpty();
    }

    /// Creates machines that this provider can make.
    protected final List<Outcome<Machine>> create(String cluster, Path stateDir, String... names)
            throws InterruptedException {
        return provider().create(request(cluster, stateDir, List.of(names)), _ -> {});
    }

    /// Deletes all machines of a cluster, and forgets it.
    protected final void removeAll(String cluster, Path stateDir) throws InterruptedException {
        values(provider().delete(provider().list(cluster, stateDir), stateDir));
        provider().forgetCluster(cluster, stateDir);
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
