package belt.provider.exec;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.selftest.SelfTest;
import belt.provider.selftest.Step;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.FakeCloud;
import belt.provider.testkit.FakeCloudType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The self test finds providers that break the contract, each in one way.
class SelfTestTest {
    private final FakeClock clock = new FakeClock();
    private final FakeCloud cloud = new FakeCloud(clock, FakeCloud.Limits.usual());
    @TempDir Path folder;

    /// One way to be wrong.
    private interface Wrong {
        /// @return what the method returns; {@link #RIGHT} to do it right
        @Nullable Object call(MachineProvider right, String method, Object[] args)
                throws InterruptedException;
    }

    private static final Object RIGHT = new Object();

    private List<Step.Finding> findings(Wrong wrong) throws InterruptedException {
        var around = new Surroundings(clock, clock, Map.of(), folder);
        ProviderType served = wrongly(new FakeCloudType(cloud), wrong);
        var type =
                new ExecType(
                        FakeCloudType.NAME,
                        Path.of("served"),
                        _ -> ServedProvider.start(served, around),
                        Map.of(),
                        Limits.USUAL);
        var context =
                ProviderContext.of("x", folder, around)
                        .withCredentials(new Credentials("test", Map.of("token", Secret.of("t"))));
        var spec = MachineSpec.of("small", "ssh-ed25519 AAAA");
        return new SelfTest(type, context, spec, "large", folder, Duration.ofMinutes(10))
                .run(_ -> {});
    }

    private Set<String> broken(Wrong wrong) throws InterruptedException {
        var broken = new HashSet<String>();
        for (Step.Finding finding : findings(wrong)) {
            if (finding.verdict() instanceof Step.Verdict.Broken) {
                broken.add(finding.promise());
            }
        }
        return broken;
    }

    private static ProviderType wrongly(ProviderType right, Wrong wrong) {
        return (ProviderType)
                Proxy.newProxyInstance(
                        SelfTestTest.class.getClassLoader(),
                        new Class<?>[] {ProviderType.class},
                        (_, method, args) -> {
                            Object result = invoke(right, method, args);
                            return result instanceof MachineProvider provider
                                    ? provider(provider, wrong)
                                    : result;
                        });
    }

    private static MachineProvider provider(MachineProvider right, Wrong wrong) {
        return (MachineProvider)
                Proxy.newProxyInstance(
                        SelfTestTest.class.getClassLoader(),
                        new Class<?>[] {MachineProvider.class},
                        (_, method, args) -> {
                            Object result = wrong.call(right, method.getName(), args);
                            return RIGHT.equals(result) ? invoke(right, method, args) : result;
                        });
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] args)
            throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void findsNothingWhereAllIsRight() throws InterruptedException {
        assertThat(broken((_, _, _) -> RIGHT)).isEmpty();
        assertThat(cloud.paid()).isEmpty();
    }

    @Test
    void findsAPlanThatMakesMachines() throws InterruptedException {
        assertThat(
                        broken((right, method, args) -> {
                            if (method.equals("plan")) {
                                var plan = right.plan((CreateRequest) args[0]);
                                for (Batch batch : plan.batches()) {
                                    right.create(batch, _ -> {});
                                }
                                return plan;
                            }
                            return RIGHT;
                        }))
                .contains("makes nothing when it plans");
        assertThat(cloud.paid()).isEmpty();
    }

    @Test
    void findsAListingThatDoesNotLookAtTheBatch() throws InterruptedException {
        assertThat(
                        broken((right, method, _) ->
                                method.equals("list") ? right.list(Selection.cluster()) : RIGHT))
                .containsExactly("lists what it made, by cluster and by batch");
    }

    @Test
    void findsAListingOfEverybodysMachines() throws InterruptedException {
        assertThat(
                        broken((right, method, _) ->
                                method.equals("list")
                                        ? right.list(Selection.everythingOfBelt())
                                        : RIGHT))
                .contains("shows no machines to another cluster");
    }

    @Test
    void findsLostLabels() throws InterruptedException {
        assertThat(
                        broken((right, method, args) -> {
                            if (method.equals("create")) {
                                Batch batch = (Batch) args[0];
                                return right.create(
                                        batch.withSpec(batch.spec().withLabels(Map.of())), _ -> {});
                            }
                            return RIGHT;
                        }))
                .containsExactly("keeps labels and the batch");
    }

    @Test
    void findsADeleteThatTakesTooMuch() throws InterruptedException {
        assertThat(
                        broken((right, method, args) -> {
                            if (!method.equals("delete")) {
                                return RIGHT;
                            }
                            right.delete(right.list(Selection.cluster()));
                            return ((Collection<?>) args[0])
                                    .stream()
                                            .map(Machine.class::cast)
                                            .map(each -> new Outcome.Done<>(each.name(), each))
                                            .toList();
                        }))
                .contains(
                        "leaves another cluster's machines alone",
                        "deletes only what it was asked to, and twice without harm");
    }

    @Test
    void findsADeleteThatDoesNothing() throws InterruptedException {
        Set<String> broken =
                broken((_, method, args) ->
                        method.equals("delete")
                                ? ((Collection<?>) args[0])
                                        .stream()
                                                .map(Machine.class::cast)
                                                .map(each -> new Outcome.Done<>(each.name(), each))
                                                .toList()
                                : RIGHT);
        assertThat(broken)
                .contains(
                        "deletes only what it was asked to, and twice without harm",
                        "leaves nothing behind");
        assertThat(cloud.paid()).isNotEmpty();
    }

    @Test
    void findsOneThatRemembersOnlyInMemory() throws InterruptedException {
        var owner = new MachineProvider[1];
        assertThat(
                        broken((right, method, _) -> {
                            if (method.equals("create")) {
                                owner[0] = right;
                            }
                            if (method.equals("list") && !right.equals(owner[0])) {
                                return List.of();
                            }
                            return RIGHT;
                        }))
                .contains("remembers its machines in a new process");
    }

    @Test
    void findsOneThatForgetsAClusterWithMachines() throws InterruptedException {
        assertThat(broken((_, method, _) -> method.equals("forgetCluster") ? null : RIGHT))
                .containsExactly("forgets no cluster that has machines");
    }

    @Test
    void findsOneThatKnowsEveryRegion() throws InterruptedException {
        assertThat(
                        broken((right, method, args) -> {
                            if (method.equals("plan")) {
                                var request = (CreateRequest) args[0];
                                return right.plan(
                                        request.withSpec(request.spec().withRegion("north")));
                            }
                            return RIGHT;
                        }))
                .containsExactly("refuses a region that nobody knows");
    }
}
