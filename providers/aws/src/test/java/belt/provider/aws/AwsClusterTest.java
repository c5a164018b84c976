package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.NodePattern;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import belt.provider.aws.testkit.Ec2Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cluster has at EC2 beside single machines: regions, a key, a group with rules, and nothing when it is over.
class AwsClusterTest {
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

    private CreatePlan create(MachineProvider provider, String pattern, String... regions)
            throws InterruptedException {
        var request =
                new CreateRequest(NodePattern.expand(pattern), Ec2Bed.spec(), List.of(regions));
        CreatePlan plan = provider.prepare(provider.plan(request));
        for (Batch batch : plan.batches()) {
            assertThat(provider.create(batch, _ -> {}))
                    .allMatch(each -> each instanceof Outcome.Done);
        }
        bed.clock().advance(Duration.ofSeconds(10));
        return plan;
    }

    @Test
    void machinesSpreadOverRegionsAreFoundEvenWithoutOurRecords()
            throws IOException, InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            create(provider, "node[1:5]", "us-east-1", "eu-west-1");
            assertThat(bed.ec2().liveInstances("us-east-1")).hasSize(3);
            assertThat(bed.ec2().liveInstances("eu-west-1")).hasSize(2);
            bed.ec2().forgetCalls();
            assertThat(provider.list(Selection.cluster())).hasSize(5);
            assertThat(bed.ec2().calls()).containsEntry("DescribeInstances", 2L);
        }
        Files.delete(folder.resolve("demo/aws/regions"));
        try (MachineProvider provider = bed.open(Map.of())) {
            assertThat(provider.list(Selection.cluster()))
                    .extracting(Machine::name)
                    .containsExactlyInAnyOrder("node1", "node2", "node3", "node4", "node5");
            assertThat(provider.delete(provider.list(Selection.everythingOfBelt()))).hasSize(5);
            provider.forgetCluster();
        }
        for (String region : List.of("us-east-1", "eu-west-1")) {
            assertThat(bed.ec2().liveInstances(region)).isEmpty();
            assertThat(bed.ec2().keysAndGroups(region)).containsExactly("default");
        }
    }

    @Test
    void zonesTakeTurnsWhereSeveralAreAskedFor() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of("zone", "a,c"))) {
            CreatePlan plan = create(provider, "node[1:6]");
            assertThat(plan.batches())
                    .extracting(each -> each.spec().resolved().get("zone"))
                    .containsExactly("us-east-1a", "us-east-1c");
        }
    }

    @Test
    void theDefaultVpcIsMadeWhereThatIsAskedFor() throws InterruptedException {
        bed.ec2().removeDefaultVpc("us-east-1");
        var request = CreateRequest.of(List.of("a"), Ec2Bed.spec());
        try (MachineProvider provider = bed.open(Map.of())) {
            assertThatThrownBy(() -> provider.plan(request))
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
        bed.ec2().faults().loseReply("CreateDefaultVpc", 2);
        try (MachineProvider provider = bed.open(Map.of("make-default-vpc", "true"))) {
            assertThat(provider.plan(request).notes().getFirst()).contains("default VPC");
            create(provider, "node[1:3]");
            assertThat(provider.list(Selection.cluster())).hasSize(3);
        }
    }

    @Test
    void theKeyIsImportedOnceAndTheGroupMadeOnce() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            create(provider, "node[1:250]");
            create(provider, "more[1:3]");
            assertThat(bed.ec2().calls())
                    .containsEntry("ImportKeyPair", 1L)
                    .containsEntry("CreateSecurityGroup", 2L)
                    .containsEntry("AuthorizeSecurityGroupIngress", 2L);
        }
    }

    @Test
    void machinesKnowWhoTheyAre() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            CreatePlan plan = create(provider, "node[1:3]");
            Machine machine =
                    provider.list(Selection.cluster()).stream()
                            .filter(each -> each.name().equals("node2"))
                            .findFirst()
                            .orElseThrow();
            assertThat(machine.batch()).isEqualTo(plan.batches().getFirst().id());
            assertThat(machine.image()).isEqualTo("ubuntu-24.04");
            assertThat(machine.ssh().user()).isEqualTo("ubuntu");
            assertThat(machine.memoryBytes()).isEqualTo(1L << 30);
            assertThat(machine.cpus()).isEqualTo(2);
            assertThat(machine.addresses().getFirst()).startsWith("127.3.");
            assertThat(machine.pricePerHour()).isNotNull();
            assertThat(bed.ec2().tags("us-east-1", machine.id()))
                    .containsEntry("Name", "node[1:3]");
        }
    }

    @Test
    void prepareCanBeRepeatedAfterLostReplies() throws InterruptedException {
        bed.ec2().faults().loseReply("CreateSecurityGroup", 2);
        bed.ec2().faults().loseReply("ImportKeyPair", 2);
        bed.ec2().faults().loseReply("AuthorizeSecurityGroupIngress", 2);
        try (MachineProvider provider = bed.open(Map.of())) {
            create(provider, "a");
            assertThat(bed.ec2().keysAndGroups("us-east-1")).hasSize(4);
        }
    }
}
