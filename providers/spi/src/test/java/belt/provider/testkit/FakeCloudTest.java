package belt.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FakeCloudTest extends MachineProviderContract {
    private final FakeClock clock = new FakeClock();
    private final FakeCloud cloud = new FakeCloud(clock, FakeCloud.Limits.usual());

    @Override
    protected ProviderType type() {
        return new FakeCloudType(cloud);
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        var around = new Surroundings(clock, clock, Map.of(), stateDir.resolve("accounts"));
        return ProviderContext.of(cluster, stateDir, around)
                .withCredentials(new Credentials("test", Map.of("token", Secret.of("t"))));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of("small", "ssh-ed25519 AAAA");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of(
                "makes nothing twice when asked twice",
                "shows no machines to another clone",
                "restarts",
                "puts labels on what is there",
                "sets the firewall that is wished",
                "tells managers from others");
    }

    @Override
    protected String otherSize() {
        return "large";
    }

    @Test
    void aLostReplyIsNeitherYesNorNo() throws InterruptedException {
        cloud.faults(Faults.first("create", Faults.Fault.LOST_REPLY));
        try (var provider = open("demo", clone)) {
            Batch batch =
                    provider.plan(CreateRequest.of(List.of("a"), spec())).batches().getFirst();
            assertThatThrownBy(() -> provider.create(batch, _ -> {}))
                    .isInstanceOfSatisfying(
                            BeltException.Unreachable.class,
                            e -> assertThat(e.code()).isEqualTo(ProviderProblem.OUTCOME_UNKNOWN));
            assertThat(cloud.paid()).hasSize(1);
        }
        awaitActive(open("demo", clone), 1);
        removeAll("demo", clone);
    }

    @Test
    void withoutATokenItCannotBeOpened() {
        var context = context("demo", clone, List.of()).withCredentials(Credentials.none());
        assertThatThrownBy(() -> type().open(context))
                .isInstanceOf(BeltException.MissingCredentials.class)
                .hasMessage("provider cloud needs token");
    }
}
