package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.ClusterRules;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.digitalocean.testkit.Faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may reach a cluster's droplets.
class DigitalOceanFirewallTest {
    private static final String MANAGERS = "belt:managers:demo";

    @TempDir private Path folder;
    private OceanBed bed;
    private FakeDigitalOcean ocean;

    @BeforeEach
    void open() {
        bed = new OceanBed(folder);
        ocean = bed.ocean;
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private static List<FirewallRule> rules(String... operators) {
        return ClusterRules.of(List.of(operators), List.of(22), List.of());
    }

    private static List<FirewallPlan.Kind> kinds(FirewallPlan plan) {
        return plan.changes().stream().map(FirewallPlan.Change::kind).distinct().toList();
    }

    @Test
    void itIsThereBeforeTheFirstMachineAndOpensSshToTheOperatorAlone() throws InterruptedException {
        try (MachineProvider provider =
                bed.open(Map.of("admin-cidr", "192.0.2.7/32,2001:db8::7/128"))) {
            CreatePlan plan = provider.plan(CreateRequest.of(OceanBed.names(2), OceanBed.SPEC));
            assertThat(ocean.firewalls()).isEmpty();
            CreatePlan prepared = provider.prepare(plan);
            assertThat(ocean.firewalls())
                    .containsExactlyInAnyOrder("belt-demo", "belt.managers-demo");
            assertThat(ocean.paid()).isEmpty();
            assertThat(ocean.wall("belt-demo"))
                    .contains("for [belt:cluster:demo]")
                    .contains("tcp 22 from { addresses :[ 192.0.2.7/32 ]}")
                    .contains("tcp 22 from { addresses :[ 2001:db8::7/128 ]}")
                    .contains("udp 4789 from { tags :[ belt:cluster:demo ]}")
                    .noneMatch(rule -> rule.contains("2377") || rule.contains("2378"))
                    .noneMatch(rule -> rule.contains("0.0.0.0/0"));
            assertThat(ocean.wall("belt.managers-demo"))
                    .containsExactlyInAnyOrder(
                            "for [belt:managers:demo]",
                            "tcp 2376 from { tags :[ belt:cluster:demo ]}",
                            "tcp 2377 from { tags :[ belt:cluster:demo ]}",
                            "tcp 2378 from { tags :[ belt:managers:demo ]}");
            for (Batch batch : prepared.batches()) {
                provider.create(batch, _ -> {});
            }
            provider.prepare(provider.plan(CreateRequest.of(List.of("more"), OceanBed.SPEC)));
            assertThat(ocean.firewalls()).hasSize(2);
        }
    }

    @Test
    void aClusterThatHasMachinesAndNoFirewallIsLeftAlone() throws InterruptedException {
        ocean.addDroplet("old", "belt", "belt:cluster:demo");
        bed.clock.advance(Duration.ofMinutes(1));
        bed.planned(2);
        assertThat(ocean.firewalls()).isEmpty();
    }

    @Test
    void itFollowsTheRulesAndAPlanOfNothingChangesNothing() throws InterruptedException {
        FirewallPlan first = bed.provider.firewall(rules("192.0.2.0/24"));
        assertThat(kinds(first)).containsExactly(FirewallPlan.Kind.ADD);
        bed.provider.apply(first);
        assertThat(bed.provider.firewall(rules("192.0.2.0/24")).isEmpty()).isTrue();
        ocean.forgetCalls();
        bed.provider.apply(bed.provider.firewall(rules("192.0.2.0/24")));
        assertThat(ocean.calls()).containsOnlyKeys("GET /v2/firewalls");
        FirewallPlan other = bed.provider.firewall(rules("198.51.100.9/32"));
        assertThat(other.changes())
                .filteredOn(change -> change.kind() != FirewallPlan.Kind.KEEP)
                .extracting(change -> change.kind() + " " + change.rule())
                .containsExactlyInAnyOrder(
                        "ADD tcp 22 to all from 198.51.100.9/32",
                        "ADD tcp 2376 to all from 198.51.100.9/32",
                        "REMOVE tcp 22 to all from 192.0.2.0/24",
                        "REMOVE tcp 2376 to all from 192.0.2.0/24");
        bed.provider.apply(other);
        assertThat(bed.provider.firewall(rules("198.51.100.9/32")).isEmpty()).isTrue();
        bed.provider.forgetCluster();
        assertThat(ocean.firewalls()).isEmpty();
    }

    @Test
    void anOldFirewallThatLetEverythingInToAllIsNarrowed() throws InterruptedException {
        FirewallRule wide =
                new FirewallRule(
                        FirewallRule.Protocol.TCP,
                        2377,
                        2377,
                        FirewallRule.Members.ALL,
                        new FirewallRule.Source.Cluster(FirewallRule.Members.ALL),
                        "");
        bed.provider.apply(bed.provider.firewall(List.of(wide)));
        FirewallPlan plan = bed.provider.firewall(rules());
        assertThat(plan.changes())
                .extracting(change -> change.kind() + " " + change.rule())
                .contains(
                        "ADD tcp 2377 to managers from the cluster",
                        "REMOVE tcp 2377 to all from the cluster");
        bed.provider.apply(plan);
        assertThat(ocean.wall("belt-demo")).noneMatch(rule -> rule.contains("2377"));
    }

    @Test
    void managersCarryATagOfTheirOwn() throws InterruptedException {
        List<Machine> machines = bed.made(3);
        Machine one = machines.get(0);
        Machine two = machines.get(1);
        bed.provider.managers(List.of(one, two));
        assertThat(bed.provider.managers()).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(ocean.tagsOf(one.name())).contains(MANAGERS);
        ocean.forgetCalls();
        bed.provider.managers(List.of(one, two));
        assertThat(ocean.calls()).containsOnlyKeys("GET /v2/droplets");
        bed.provider.managers(List.of(two));
        assertThat(ocean.tagsOf(one.name())).doesNotContain(MANAGERS);
        assertThat(bed.provider.managers()).containsExactly(two.id());
        assertThat(bed.provider.list(Selection.cluster())).hasSize(3);
        bed.provider.delete(machines);
        bed.clock.advance(Duration.ofMinutes(1));
        bed.provider.forgetCluster();
        assertThat(ocean.tags()).doesNotContain(MANAGERS);
    }

    @Test
    void aDropletOfSomebodyElseNeverGetsTheTag() throws InterruptedException {
        long stranger = ocean.addDroplet("theirs", "belt", "belt:cluster:other");
        bed.clock.advance(Duration.ofMinutes(1));
        Machine wrong =
                Machine.named("theirs", Long.toString(stranger), "digitalocean", "demo").build();
        bed.provider.managers(List.of(wrong));
        assertThat(ocean.tagsOf("theirs")).doesNotContain(MANAGERS);
    }

    @Test
    void repliesMayBeLost() throws InterruptedException {
        ocean.faults().plan("POST /v2/firewalls", Fault.LOST_REPLY, 2);
        List<Machine> machines = bed.made(1);
        assertThat(ocean.firewalls()).hasSize(2);
        ocean.faults().plan("POST /v2/tags/{tag_id}/resources", Fault.LOST_REPLY, 1);
        bed.provider.managers(machines);
        assertThat(bed.provider.managers()).hasSize(1);
        ocean.faults().plan("PUT /v2/firewalls/{firewall_id}", Fault.LOST_REPLY, 1);
        bed.provider.apply(bed.provider.firewall(rules("192.0.2.0/24")));
        assertThat(bed.provider.firewall(rules("192.0.2.0/24")).isEmpty()).isTrue();
    }

    @Test
    void anExpiredTokenLeavesNoMachineWithoutAFirewall() throws InterruptedException {
        CreatePlan plan = bed.provider.plan(CreateRequest.of(List.of("a"), OceanBed.SPEC));
        ocean.faults().expireToken();
        Assertions.assertThatThrownBy(() -> bed.provider.prepare(plan))
                .isInstanceOf(BeltException.MissingCredentials.class);
        assertThat(ocean.paid()).isEmpty();
    }
}
