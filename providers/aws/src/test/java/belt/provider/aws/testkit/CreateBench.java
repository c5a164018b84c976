package belt.provider.aws.testkit;

import belt.core.Fanout;
import belt.core.NodePattern;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.aws.AwsProviderType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Makes and removes many machines at a fake EC2 with its real limits, on injected time: `CreateBench COUNT FOLDER
/// [REGION…]`. Prints
/// a table; run by dev/bench/create-aws.
public final class CreateBench {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final FakeEc2Process ec2;
    private final MachineProvider provider;
    private Duration waited = Duration.ZERO;
    private long started = System.nanoTime();

    private CreateBench(FakeEc2Process ec2, MachineProvider provider) {
        this.ec2 = ec2;
        this.provider = provider;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int count = Integer.parseInt(args[0]);
        Path folder = Path.of(args[1]);
        try (var ec2 = new FakeEc2Process()) {
            var around =
                    new Surroundings(
                            ec2,
                            ec2,
                            Map.of("AWS_ENDPOINT_URL", ec2.endpoint()),
                            folder.resolve("accounts"));
            var context =
                    ProviderContext.of("demo", folder.resolve("demo"), around)
                            .withCredentials(Ec2Bed.key(FakeEc2.ACCESS_KEY));
            try (MachineProvider provider = new AwsProviderType().open(context)) {
                new CreateBench(ec2, provider).run(count, List.of(args).subList(2, args.length));
            }
        }
    }

    private void run(int count, List<String> regions) throws IOException, InterruptedException {
        System.out.println("| step | time waited | wall time |\n|---|---|---|");
        List<String> names = NodePattern.expand("node[0001:" + "%04d".formatted(count) + "]");
        CreatePlan plan =
                provider.prepare(provider.plan(new CreateRequest(names, Ec2Bed.spec(), regions)));
        step("plan, key, group (" + plan.batches().size() + " batches)");
        create(plan);
        step("RunInstances for all");
        int polls = 1;
        List<Machine> machines = provider.list(Selection.cluster());
        while (machines.size() < count
                || machines.stream().anyMatch(each -> each.state() != MachineState.ACTIVE)) {
            ec2.pause(POLL, "the bench");
            polls++;
            machines = provider.list(Selection.cluster());
        }
        step("until all are active (" + polls + " polls)");
        long distinct = machines.stream().map(Machine::name).distinct().count();
        List<Outcome<Machine>> gone = provider.delete(machines);
        step("TerminateInstances for all");
        provider.forgetCluster();
        step("key and group removed");
        System.out.println(
                "\nnames: "
                        + distinct
                        + " of "
                        + count
                        + "; removed: "
                        + gone.stream().filter(each -> each instanceof Outcome.Done).count()
                        + "; left: "
                        + provider.list(Selection.everythingOfBelt()).size());
        System.out.println("calls: " + ec2.calls());
        System.out.println("operator's memory at most: " + peak());
    }

    private void create(CreatePlan plan) throws InterruptedException {
        var jobs =
                plan.batches().stream()
                        .map(batch ->
                                new Fanout.Job<>(
                                        batch.id(), (Callable<Integer>) () -> create(batch)))
                        .toList();
        for (Outcome<Integer> each : new Fanout(plan.together()).run(jobs)) {
            if (each instanceof Outcome.Failed<Integer> failed) {
                throw failed.problem();
            }
        }
    }

    private int create(Batch batch) throws InterruptedException {
        return provider.create(batch, _ -> {}).size();
    }

    private void step(String what) {
        long now = System.nanoTime();
        System.out.printf(
                "| %s | %d s | %.1f s |%n",
                what, ec2.waited().minus(waited).toSeconds(), (now - started) / 1e9);
        waited = ec2.waited();
        started = now;
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 + " MiB")
                .findFirst()
                .orElse("unknown");
    }
}
