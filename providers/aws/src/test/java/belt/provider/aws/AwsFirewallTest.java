package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.NodePattern;
import belt.provider.Batch;
import belt.provider.ClusterRules;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import belt.provider.aws.testkit.Ec2Bed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may reach a cluster's instances.
class AwsFirewallTest {
    private static final String REGION = "us-east-1";
    private static final String ALL = "belt-demo";
    private static final String MANAGERS = "belt-managers:demo";

    @TempDir Path folder;
    private Ec2Bed bed;

    @BeforeEach
    void start() {
        bed = new Ec2Bed(folder);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private List<Machine> create(MachineProvider provider, String pattern)
            throws InterruptedException {
        var request = CreateRequest.of(NodePattern.expand(pattern), Ec2Bed.spec());
        for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
            provider.create(batch, _ -> {});
        }
        bed.clock().advance(Duration.ofSeconds(10));
        return provider.list(Selection.cluster());
    }

    private static List<FirewallRule> rules(String... operators) {
        return ClusterRules.of(List.of(operators), List.of(22), List.of(80));
    }

    @Test
    void itIsThereBeforeTheFirstMachineAndOpensSshToTheOperatorAlone() throws InterruptedException {
        Map<String, String> options = Map.of("admin-cidr", "192.0.2.7/32,2001:db8::7/128");
        try (MachineProvider provider = bed.open(options)) {
            var request = CreateRequest.of(List.of("a"), Ec2Bed.spec());
            provider.prepare(provider.plan(request));
            assertThat(bed.ec2().liveInstances(REGION)).isEmpty();
            assertThat(bed.ec2().rules(REGION, ALL))
                    .contains(
                            "tcp 22 from 192.0.2.7/32",
                            "tcp 2376 from 192.0.2.7/32",
                            "tcp 22 from 2001:db8::7/128",
                            "udp 4789 from " + ALL,
                            "tcp 7946 from " + ALL)
                    .noneMatch(rule -> rule.contains("2377") || rule.contains("0.0.0.0/0"));
            assertThat(bed.ec2().rules(REGION, MANAGERS))
                    .containsExactlyInAnyOrder(
                            "tcp 2376 from " + ALL,
                            "tcp 2377 from " + ALL,
                            "tcp 2378 from " + MANAGERS);
        }
    }

    @Test
    void withoutAnAddressNobodyGetsInFromOutside() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            create(provider, "a");
            assertThat(bed.ec2().rules(REGION, ALL)).allMatch(rule -> rule.endsWith(ALL));
        }
    }

    @Test
    void itBecomesWhatIsWishedAndStaysSo() throws InterruptedException {
        List<FirewallRule> wanted = rules("192.0.2.7/32", "2001:db8::/64");
        try (MachineProvider provider = bed.open(Map.of("admin-cidr", "198.51.100.1/32"))) {
            create(provider, "a");
            FirewallPlan plan = provider.firewall(wanted);
            assertThat(plan.changes())
                    .filteredOn(each -> each.kind() == FirewallPlan.Kind.REMOVE)
                    .extracting(each -> each.rule().toString())
                    .containsExactlyInAnyOrder(
                            "tcp 22 to all from 198.51.100.1/32",
                            "tcp 2376 to all from 198.51.100.1/32");
            provider.apply(plan);
            assertThat(provider.firewall(wanted).isEmpty()).isTrue();
            provider.apply(provider.firewall(wanted));
            provider.apply(plan);
            assertThat(provider.firewall(wanted).isEmpty()).isTrue();
            create(provider, "b");
            assertThat(provider.firewall(wanted).isEmpty()).as("a create leaves it").isTrue();
        }
    }

    @Test
    void portsThatTheOptionsOpenStayOpen() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of("open-port", "443,53/udp"))) {
            create(provider, "a");
            assertThat(bed.ec2().rules(REGION, ALL))
                    .contains("tcp 443 from 0.0.0.0/0", "udp 53 from 0.0.0.0/0");
            assertThat(provider.firewall(rules()).changes())
                    .filteredOn(each -> each.kind() == FirewallPlan.Kind.REMOVE)
                    .isEmpty();
        }
    }

    @Test
    void managersHaveAGroupOfTheirOwn() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            List<Machine> machines = create(provider, "n[1:3]");
            Machine one = machines.get(0);
            Machine two = machines.get(1);
            provider.managers(List.of(one, two));
            assertThat(provider.managers()).containsExactlyInAnyOrder(one.id(), two.id());
            assertThat(bed.ec2().groupsOf(REGION, one.id()))
                    .containsExactlyInAnyOrder(ALL, MANAGERS);
            bed.ec2().forgetCalls();
            provider.managers(List.of(one, two));
            assertThat(bed.ec2().calls()).doesNotContainKey("ModifyInstanceAttribute");
            bed.ec2().faults().loseReply("ModifyInstanceAttribute", 2);
            provider.managers(List.of(two));
            assertThat(provider.managers()).containsExactly(two.id());
            assertThat(bed.ec2().groupsOf(REGION, one.id())).containsExactly(ALL);
            provider.delete(machines);
            bed.clock().advance(Duration.ofMinutes(1));
            provider.forgetCluster();
            assertThat(bed.ec2().keysAndGroups(REGION)).containsExactly("default");
        }
    }

    @Test
    void anInstanceOfAnotherClusterNeverGetsTheGroup() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of());
                MachineProvider other =
                        new AwsProviderType()
                                .open(bed.context("other", Map.of(), Ec2Bed.key("AKIDTEST")))) {
            create(provider, "a");
            Machine theirs = create(other, "b").getFirst();
            provider.managers(List.of(theirs));
            assertThat(bed.ec2().groupsOf(REGION, theirs.id())).containsExactly("belt-other");
        }
    }

    @Test
    void theOperatorsOwnGroupHoldsForAll() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of("security-group", "mine"))) {
            create(provider, "a");
            assertThat(bed.ec2().rules(REGION, "mine"))
                    .contains("tcp 2377 from mine", "tcp 2378 from mine");
            assertThat(bed.ec2().keysAndGroups(REGION)).doesNotContain(ALL, MANAGERS);
            assertThat(provider.managers()).isEmpty();
        }
    }

    @Test
    void aClusterOfAnOlderBeltGetsTheManagersGroupWithTheNextApply() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            Machine machine = create(provider, "a").getFirst();
            bed.ec2().removeGroup(REGION, MANAGERS);
            assertThat(provider.managers()).isEmpty();
            var wide =
                    new FirewallRule(
                            Protocol.TCP,
                            2377,
                            2377,
                            Members.ALL,
                            new Source.Cluster(Members.ALL),
                            "");
            provider.apply(
                    new FirewallPlan(
                            List.of(new FirewallPlan.Change(FirewallPlan.Kind.ADD, wide))));
            FirewallPlan plan = provider.firewall(rules());
            assertThat(plan.changes())
                    .extracting(each -> each.kind() + " " + each.rule())
                    .contains(
                            "ADD tcp 2377 to managers from the cluster",
                            "REMOVE tcp 2377 to all from the cluster");
            provider.apply(plan);
            provider.managers(List.of(machine));
            assertThat(bed.ec2().groupsOf(REGION, machine.id())).contains(MANAGERS);
            assertThat(provider.firewall(rules()).isEmpty()).isTrue();
        }
    }
}
