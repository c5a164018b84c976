package belt.provider.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import belt.provider.ImageOffer;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What belt writes and reads for the methods that the example does not have, line by line as the reference has them.
class ExecMethodsTest {
    private static final Machine NODE =
            Machine.named("node1", "m-81", "x", "demo").batch("b1").region("east").build();
    private static final String MACHINES =
            "\"machines\":[{\"id\":\"m-81\",\"name\":\"node1\",\"cluster\":\"demo\",\"batch\":\"b1\",\"region\":\"east\"}]";
    private static final FirewallRule JOINING =
            new FirewallRule(
                    Protocol.TCP,
                    2377,
                    2377,
                    Members.MANAGERS,
                    new Source.Cluster(Members.ALL),
                    "joining");
    private static final FirewallRule SSH =
            new FirewallRule(
                    Protocol.TCP,
                    22,
                    22,
                    Members.ALL,
                    new Source.Range("203.0.113.7/32"),
                    "log in");
    private static final String JOINING_TEXT =
            "{\"protocol\":\"tcp\",\"fromPort\":2377,\"toPort\":2377,\"to\":\"managers\",\"from\":{\"cluster\":\"all\"},\"why\":\"joining\"}";
    private static final String SSH_TEXT =
            "{\"protocol\":\"tcp\",\"fromPort\":22,\"toPort\":22,\"to\":\"all\",\"from\":{\"cidr\":\"203.0.113.7/32\"},\"why\":\"log in\"}";

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();

    /// A provider that declares these capabilities and answers with what a test has put into `answers`.
    private MachineProvider open(String... capabilities) {
        answers.put(
                "hello",
                "{\"protocol\":1,\"prepares\":true,\"capabilities\":[\""
                        + String.join("\",\"", capabilities)
                        + "\"]}");
        answers.put("open", "{}");
        var clock = new FakeClock();
        var around = new Surroundings(clock, clock, Map.of(), Path.of("none"));
        return new ExecType(
                        "x",
                        Path.of("x"),
                        _ -> new ServedLink((request, _) -> answer(request)),
                        Map.of(),
                        Limits.USUAL)
                .open(ProviderContext.of("demo", Path.of("none"), around));
    }

    private Map<String, ?> answer(Fields request) {
        String method = request.text("method");
        if (!method.equals("hello") && !method.equals("open")) {
            asked.add(method + " " + text(request.object("params").members()));
        }
        String answer = answers.get(method);
        return answer == null
                ? Map.of("error", Map.of("kind", "not-supported", "message", "no " + method))
                : Map.of("result", JsonLine.read(answer.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Map<String, ?> json) {
        return new String(JsonLine.write(json), StandardCharsets.UTF_8);
    }

    @Test
    void images() throws InterruptedException {
        answers.put("images", "{\"images\":[{\"id\":\"debian-13\",\"name\":\"Debian 13\"}]}");
        try (MachineProvider provider = open("images")) {
            assertThat(provider.images()).containsExactly(new ImageOffer("debian-13", "Debian 13"));
            assertThat(asked).containsExactly("images {}");
        }
        try (MachineProvider provider = open("regions")) {
            assertThat(provider.images()).isEmpty();
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void restart() throws InterruptedException {
        answers.put("restart", "{\"outcomes\":[{\"id\":\"m-81\"}]}");
        try (MachineProvider provider = open("restart")) {
            assertThat(provider.restart(List.of(NODE)))
                    .containsExactly(new Outcome.Done<>("node1", NODE));
            assertThat(asked).containsExactly("restart {" + MACHINES + "}");
        }
    }

    @Test
    void label() throws InterruptedException {
        answers.put("label", "{\"outcomes\":[{\"id\":\"m-81\"}]}");
        try (MachineProvider provider = open("relabel")) {
            var outcome =
                    (Outcome.Done<Machine>)
                            provider.label(List.of(NODE), Map.of("zone", "b")).getFirst();
            assertThat(outcome.value().labels()).isEqualTo(Map.of("zone", "b"));
            assertThat(asked.getFirst()).contains(MACHINES).contains("\"labels\":{\"zone\":\"b\"}");
        }
    }

    @Test
    void resize() throws InterruptedException {
        answers.put(
                "resize",
                "{\"outcomes\":[{\"id\":\"m-81\",\"machine\":{\"id\":\"m-81\",\"name\":\"node1\",\"cluster\":\"demo\",\"state\":\"active\",\"createdAt\":\"2026-05-04T10:00:00Z\",\"size\":\"large\",\"memoryBytes\":8589934592,\"cpus\":8}}]}");
        try (MachineProvider provider = open("resize")) {
            var large = new MachineSize("large", 8L << 30, 8);
            var outcome = (Outcome.Done<Machine>) provider.resize(List.of(NODE), large).getFirst();
            assertThat(outcome.value().size()).isEqualTo("large");
            assertThat(outcome.value().memoryBytes()).isEqualTo(8L << 30);
            assertThat(asked.getFirst())
                    .startsWith("resize {")
                    .contains(MACHINES)
                    .contains("\"text\":\"large\"")
                    .contains("\"memoryBytes\":8589934592")
                    .contains("\"cpus\":8");
        }
    }

    @Test
    void prepareAddsWhatWasMadeToTheBatchesThatAreNamed() throws InterruptedException {
        Batch one = Batch.of(List.of("a"), MachineSpec.of("s", "key"), null);
        Batch two =
                Batch.of(
                        List.of("b"),
                        MachineSpec.of("s", "key").withResolved(Map.of("network", "n-4")),
                        null);
        answers.put(
                "prepare",
                "{\"batches\":[{\"id\":\"" + two.id() + "\",\"resolved\":{\"key\":\"k-1\"}}]}");
        try (MachineProvider provider = open("keys")) {
            CreatePlan plan = provider.prepare(CreatePlan.of(List.of(one, two), 1));
            assertThat(plan.batches().get(0).spec().resolved()).isEmpty();
            assertThat(plan.batches().get(1).spec().resolved())
                    .isEqualTo(Map.of("network", "n-4", "key", "k-1"));
            assertThat(asked.getFirst())
                    .startsWith("prepare {\"batches\":[")
                    .contains(one.id(), two.id(), "\"network\":\"n-4\"");
        }
    }

    @Test
    void firewall() throws InterruptedException {
        answers.put(
                "firewall",
                "{\"changes\":[{\"kind\":\"add\",\"rule\":"
                        + JOINING_TEXT
                        + "},{\"kind\":\"remove\",\"rule\":"
                        + SSH_TEXT
                        + "}]}");
        answers.put("apply-firewall", "{}");
        try (MachineProvider provider = open("firewall")) {
            FirewallPlan plan = provider.firewall(List.of(JOINING, SSH));
            assertThat(plan.changes())
                    .containsExactly(
                            new FirewallPlan.Change(FirewallPlan.Kind.ADD, JOINING),
                            new FirewallPlan.Change(FirewallPlan.Kind.REMOVE, SSH));
            provider.apply(plan);
            assertThat(asked.get(0))
                    .isEqualTo("firewall {\"rules\":[" + JOINING_TEXT + "," + SSH_TEXT + "]}");
            assertThat(asked.get(1))
                    .contains("\"kind\":\"add\"", JOINING_TEXT, "\"kind\":\"remove\"", SSH_TEXT);
        }
    }

    @Test
    void managers() throws InterruptedException {
        answers.put("managers", "{\"ids\":[\"m-81\",\"m-82\"]}");
        answers.put("set-managers", "{}");
        try (MachineProvider provider = open("firewall", "manager-rules")) {
            assertThat(provider.managers()).containsExactlyInAnyOrder("m-81", "m-82");
            provider.managers(List.of(NODE));
            assertThat(asked).containsExactly("managers {}", "set-managers {" + MACHINES + "}");
        }
    }

    @Test
    void whatIsNotDeclaredIsNeverAskedFor() throws InterruptedException {
        try (MachineProvider provider = open("tags")) {
            var size = new MachineSize("s", 1, 1);
            for (var work :
                    List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                            () -> provider.restart(List.of(NODE)),
                            () -> provider.resize(List.of(NODE), size),
                            () -> provider.label(List.of(NODE), Map.of()),
                            () -> provider.firewall(List.of()),
                            () -> provider.apply(new FirewallPlan(List.of())),
                            provider::managers,
                            () -> provider.managers(List.of(NODE)))) {
                assertThatThrownBy(work).isInstanceOf(BeltException.Refused.class);
            }
            assertThat(asked).isEmpty();
        }
    }
}
