package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.BeltException;
import belt.core.NodePattern;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.ProviderProblem;
import belt.provider.Selection;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.Ec2Error;
import belt.provider.aws.testkit.FakeEc2;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever goes wrong on the way: what is asked for is what exists in the end, once, under its name; and after the delete
/// nothing is left. A caller that only looks by batch and asks again, as `belt resume` does.
class AwsChaosTest {
    /// `-Dbelt.seeds=500` tries more.
    private static final int SEEDS = Integer.getInteger("belt.seeds", 5);

    private static final List<String> ACTIONS =
            List.of(
                    "RunInstances",
                    "DescribeInstances",
                    "CreateSecurityGroup",
                    "AuthorizeSecurityGroupIngress",
                    "ImportKeyPair",
                    "DescribeSecurityGroups",
                    "TerminateInstances",
                    "DeleteSecurityGroup",
                    "DeleteKeyPair");
    private static final List<Ec2Error> PASSING =
            List.of(
                    Ec2Error.REQUEST_LIMIT_EXCEEDED,
                    Ec2Error.INTERNAL_ERROR,
                    Ec2Error.UNAVAILABLE,
                    Ec2Error.INSUFFICIENT_INSTANCE_CAPACITY);

    @TempDir Path folder;

    private interface Work<T> {
        T run(MachineProvider provider) throws InterruptedException;
    }

    @Test
    void askedIsWhatExists() throws InterruptedException {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (var bed = new Ec2Bed(folder.resolve("seed" + seed))) {
                run(bed, new Random(seed), "seed " + seed);
            }
        }
    }

    private static void run(Ec2Bed bed, Random random, String seed) throws InterruptedException {
        List<String> names = NodePattern.expand("node[1:" + random.nextInt(1, 30) + "]");
        List<String> regions = random.nextBoolean() ? List.of() : List.of("us-east-1", "eu-west-1");
        var request = new CreateRequest(names, Ec2Bed.spec(), regions);
        breakSome(bed.ec2(), random);
        CreatePlan planned = insist(bed, provider -> provider.plan(request));
        CreatePlan plan = insist(bed, provider -> provider.prepare(planned));
        for (Batch batch : plan.batches()) {
            breakSome(bed.ec2(), random);
            insist(bed, provider -> make(bed, provider, batch));
        }
        bed.clock().advance(Duration.ofSeconds(20));
        List<Machine> machines = insist(bed, provider -> provider.list(Selection.cluster()));
        assertThat(machines)
                .as(seed)
                .extracting(Machine::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(live(bed.ec2())).as(seed).hasSize(names.size());
        breakSome(bed.ec2(), random);
        insist(
                bed,
                provider -> {
                    List<Machine> left = provider.list(Selection.cluster());
                    for (Outcome<Machine> each : provider.delete(left)) {
                        if (each instanceof Outcome.Failed<Machine> failed) {
                            throw failed.problem();
                        }
                    }
                    provider.forgetCluster();
                    return true;
                });
        assertThat(live(bed.ec2())).as(seed).isEmpty();
        for (String region : List.of("us-east-1", "eu-west-1")) {
            assertThat(bed.ec2().keysAndGroups(region)).as(seed).containsExactly("default");
        }
    }

    /// Asks for a batch, unless a look by its tag shows that an earlier ask was heard.
    private static boolean make(Ec2Bed bed, MachineProvider provider, Batch batch)
            throws InterruptedException {
        if (provider.list(Selection.batch(batch.id())).size() == batch.names().size()) {
            return true;
        }
        try {
            provider.create(batch, _ -> {});
        } catch (BeltException.Unreachable e) {
            if (e.code() != ProviderProblem.OUTCOME_UNKNOWN) {
                throw e;
            }
            bed.clock().advance(Duration.ofSeconds(3));
            List<Machine> found = provider.list(Selection.batch(batch.id()));
            assertThat(found.size()).isIn(0, batch.names().size());
            if (found.isEmpty()) {
                throw e;
            }
        }
        return true;
    }

    /// A new process for each try, until one gets through.
    private static <T> T insist(Ec2Bed bed, Work<T> work) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try (MachineProvider provider = bed.open(Map.of("retries", "0"))) {
                return work.run(provider);
            } catch (BeltException e) {
                if (tries > 40) {
                    throw e;
                }
                bed.clock().advance(Duration.ofSeconds(3));
            }
        }
    }

    private static void breakSome(FakeEc2 ec2, Random random) {
        for (int i = 0; i < 3; i++) {
            String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
            if (random.nextBoolean()) {
                ec2.faults().loseReply(action, random.nextInt(1, 4));
            } else {
                ec2.faults()
                        .fail(
                                action,
                                PASSING.get(random.nextInt(PASSING.size())),
                                random.nextInt(1, 4));
            }
        }
    }

    private static Set<String> live(FakeEc2 ec2) {
        var live = new TreeSet<String>();
        for (String region : List.of("us-east-1", "eu-west-1", "us-west-2", "eu-central-1")) {
            live.addAll(ec2.liveInstances(region));
        }
        return live;
    }
}
