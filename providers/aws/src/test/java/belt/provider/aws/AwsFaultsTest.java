package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.NodePattern;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.ProviderProblem;
import belt.provider.Selection;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.Ec2Error;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong at EC2 has a name of ours, and loses nothing.
class AwsFaultsTest {
    private static final String HOME = "us-east-1";
    private static final Map<String, String> IMPATIENT = Map.of("retries", "1");

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

    private static CreateRequest request(String pattern) {
        return CreateRequest.of(NodePattern.expand(pattern), Ec2Bed.spec());
    }

    private static Batch prepared(MachineProvider provider, String pattern)
            throws InterruptedException {
        return provider.prepare(provider.plan(request(pattern))).batches().getFirst();
    }

    private static void failsWith(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BeltException.class,
                        e -> assertThat(e.code().id()).as(e.toString()).isEqualTo(code));
    }

    @Test
    void aLostReplyIsToldAndTheMachinesAreFoundByTheirBatch() throws InterruptedException {
        try (MachineProvider provider = bed.open(IMPATIENT)) {
            Batch batch = prepared(provider, "node[1:5]");
            bed.ec2().faults().loseReply("RunInstances", 10);
            failsWith("provider.outcome-unknown", () -> provider.create(batch, _ -> {}));
            assertThat(bed.ec2().liveInstances(HOME)).hasSize(5);
            bed.ec2().faults().loseReply("RunInstances", -10);
            bed.clock().advance(Duration.ofSeconds(3));
            assertThat(provider.list(Selection.batch(batch.id())))
                    .extracting(Machine::name)
                    .containsExactlyInAnyOrderElementsOf(batch.names());
            List<Outcome<Machine>> again = provider.create(batch, _ -> {});
            assertThat(again).allMatch(each -> each instanceof Outcome.Done);
            assertThat(bed.ec2().liveInstances(HOME)).hasSize(5);
        }
    }

    @Test
    void whatPassesIsTriedAgain() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            bed.ec2().faults().fail("DescribeVpcs", Ec2Error.INTERNAL_ERROR, 2);
            bed.ec2().faults().fail("ImportKeyPair", Ec2Error.UNAVAILABLE, 1);
            bed.ec2().faults().fail("RunInstances", Ec2Error.INTERNAL_ERROR, 1);
            Batch batch = prepared(provider, "a");
            bed.ec2().faults().fail("RunInstances", Ec2Error.UNAVAILABLE, 1);
            assertThat(provider.create(batch, _ -> {})).hasSize(1);
            assertThat(bed.ec2().liveInstances(HOME)).hasSize(1);
        }
    }

    @Test
    void whatLastsIsUnavailable() throws InterruptedException {
        try (MachineProvider provider = bed.open(IMPATIENT)) {
            bed.ec2().faults().fail("DescribeVpcs", Ec2Error.UNAVAILABLE, 5);
            failsWith("provider.unavailable", () -> provider.plan(request("a")));
        }
        try (MachineProvider nobody =
                bed.open(Map.of("retries", "0", "endpoint", "http://127.0.0.1:1"))) {
            failsWith("provider.unavailable", nobody::check);
        }
    }

    @Test
    void limitsOfRequestsAreWaitedForAndShown() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            Batch batch = prepared(provider, "node[1:3]");
            bed.ec2().faults().fail("RunInstances", Ec2Error.REQUEST_LIMIT_EXCEEDED, 4);
            Duration before = bed.clock().waited();
            assertThat(provider.create(batch, _ -> {})).hasSize(3);
            assertThat(bed.clock().waited().minus(before))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(40));
        }
        try (MachineProvider provider = bed.open(Map.of())) {
            bed.ec2()
                    .faults()
                    .fail("DescribeAccountAttributes", Ec2Error.REQUEST_LIMIT_EXCEEDED, 500);
            failsWith("provider.rate-limited", provider::check);
        }
    }

    @Test
    void whatWasJustMadeMayBeUnknownForAWhile() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            bed.ec2().faults().fail("AuthorizeSecurityGroupIngress", Ec2Error.INVALID_GROUP, 2);
            Batch batch = prepared(provider, "a");
            bed.ec2().faults().fail("RunInstances", Ec2Error.INVALID_KEY_PAIR, 2);
            assertThat(provider.create(batch, _ -> {})).hasSize(1);
            Batch other = prepared(provider, "b");
            bed.ec2().faults().fail("RunInstances", Ec2Error.INVALID_GROUP, 50);
            failsWith("provider.not-found", () -> provider.create(other, _ -> {}));
        }
    }

    @Test
    void aCloudWithoutDryRunsKeepsNothingOfThem() throws InterruptedException {
        bed.ec2().faults().ignoreDryRun();
        try (MachineProvider provider = bed.open(Map.of())) {
            assertThat(provider.plan(request("a")).count()).isEqualTo(1);
            assertThat(bed.ec2().liveInstances(HOME)).isEmpty();
        }
    }

    @Test
    void quotaAndCapacityMakeNothing() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            Batch batch = prepared(provider, "node[1:10]");
            bed.ec2().faults().quota(19);
            failsWith("provider.quota", () -> provider.create(batch, _ -> {}));
            bed.ec2().faults().quota(1000);
            bed.ec2().faults().capacity("us-east-1a", 9);
            failsWith("aws.no-capacity", () -> provider.create(batch, _ -> {}));
            assertThat(bed.ec2().liveInstances(HOME)).isEmpty();
            assertThat(provider.list(Selection.cluster())).isEmpty();
        }
    }

    @Test
    void credentialsThatAreWrongOrOverOrNotEnoughAreTold() throws InterruptedException {
        var type = new AwsProviderType();
        failsWith(
                "provider.credentials",
                () -> type.open(bed.context("demo", Map.of(), Credentials.none())));
        try (MachineProvider wrong =
                type.open(bed.context("demo", Map.of(), Ec2Bed.key("AKIDWRONG")))) {
            failsWith("provider.credentials", wrong::check);
        }
        try (MachineProvider session = type.open(bed.context("demo", Map.of(), Ec2Bed.session()))) {
            assertThat(session.check().id()).isEqualTo("123456789012");
            bed.ec2().faults().expireSession();
            failsWith("provider.credentials", session::check);
        }
        try (MachineProvider provider = bed.open(Map.of())) {
            bed.ec2().faults().forbid("RunInstances");
            failsWith("aws.not-allowed", () -> provider.plan(request("a")));
            assertThat(bed.ec2().liveInstances(HOME)).isEmpty();
        }
    }

    @Test
    void aTokenThatWasUsedForSomethingElseIsAConflict() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            Batch batch = prepared(provider, "a");
            provider.create(batch, _ -> {});
            Batch other = batch.withSpec(batch.spec().withUserData("#cloud-config\n"));
            failsWith("aws.token-used", () -> provider.create(other, _ -> {}));
        }
    }

    @Test
    void aYoungMachineThatEc2DoesNotFindYetIsDeletedAllTheSame() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            Batch batch = prepared(provider, "node[1:3]");
            List<Machine> machines =
                    provider.create(batch, _ -> {}).stream()
                            .map(each -> ((Outcome.Done<Machine>) each).value())
                            .toList();
            assertThat(provider.list(Selection.cluster())).isEmpty();
            assertThat(provider.delete(machines)).allMatch(each -> each instanceof Outcome.Done);
            assertThat(bed.ec2().liveInstances(HOME)).isEmpty();
        }
    }

    @Test
    void oneMachineThatCannotBeDeletedDoesNotHoldUpTheOthers() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            provider.create(prepared(provider, "node[1:3]"), _ -> {});
            bed.clock().advance(Duration.ofSeconds(30));
            List<Machine> machines = provider.list(Selection.cluster());
            bed.ec2().faults().fail("TerminateInstances", Ec2Error.UNSUPPORTED_OPERATION, 2);
            List<Outcome<Machine>> outcomes = provider.delete(machines);
            assertThat(outcomes).filteredOn(each -> each instanceof Outcome.Failed).hasSize(1);
            assertThat(bed.ec2().liveInstances(HOME)).hasSize(1);
        }
    }

    @Test
    void wordsThatNobodyKnowsBringUpTheNearest() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            assertThatThrownBy(() -> provider.size("t3.mikro"))
                    .isInstanceOfSatisfying(
                            BeltException.InvalidInput.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ProviderProblem.UNKNOWN_SIZE);
                                assertThat(e.detail().orElse("")).contains("t3.micro");
                            });
            assertThat(provider.size("3gb").text()).isEqualTo("t3.medium");
            failsWith(
                    "provider.unknown-image",
                    () ->
                            provider.plan(
                                    CreateRequest.of(
                                            List.of("a"),
                                            Ec2Bed.spec().withImage("ubunto-24.04"))));
            failsWith(
                    "provider.unknown-image",
                    () ->
                            provider.plan(
                                    CreateRequest.of(
                                            List.of("a"),
                                            Ec2Bed.spec().withImage("ami-00000000"))));
            failsWith("provider.bad-name", () -> provider.plan(request("under_score")));
            CreatePlan plan =
                    provider.plan(
                            CreateRequest.of(
                                    List.of("a"), Ec2Bed.spec().withImage("ubuntu-22-04-x64")));
            assertThat(plan.batches().getFirst().spec().image()).startsWith("ami-");
        }
        for (Map<String, String> options :
                List.of(
                        Map.of("subnet-id", "subnet-nowhere"),
                        Map.of("vpc-id", "vpc-nowhere"),
                        Map.of("zone", "z"))) {
            try (MachineProvider provider = bed.open(options)) {
                failsWith("aws.network", () -> provider.plan(request("a")));
            }
        }
        try (MachineProvider provider =
                bed.open(Map.of("keypair-name", "mine", "ssh-keypath", "/nowhere"))) {
            failsWith("provider.unknown-option", () -> provider.plan(request("a")));
        }
        try (MachineProvider provider =
                bed.open(Map.of("keypair-name", "mine", "ssh-keypath", "pom.xml"))) {
            failsWith("aws.key", () -> provider.plan(request("a")));
        }
        assertThat(bed.ec2().keysAndGroups(HOME)).containsExactly("default");
    }
}
