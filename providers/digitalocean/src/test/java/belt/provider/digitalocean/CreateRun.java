package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Many machines at the fake DigitalOcean, with its real limits and a clock that only waiting advances: made, waited for,
/// removed, and what that took.
///
/// @param machines how many
/// @param creates calls that made them
/// @param polls how often all of them were listed until they were active
/// @param calls all calls until they were active, by method and path
/// @param refused calls that the fake refused as too many until all were active
/// @param limited time that was waited for limits until all were active
/// @param active time until all were active
/// @param removed time from there until all were gone
/// @param removalCalls calls for that
/// @param removalsRefused how many of them were refused as too many, and repeated
record CreateRun(
        int machines,
        int creates,
        int polls,
        Map<String, Integer> calls,
        int refused,
        Duration limited,
        Duration active,
        Duration removed,
        int removalCalls,
        int removalsRefused) {
    private static final Duration POLL = Duration.ofSeconds(5);

    static CreateRun of(int machines, Path folder) throws InterruptedException {
        var clock = new FakeClock();
        try (var ocean = FakeDigitalOcean.start(clock)) {
            return new Run(clock, ocean, folder).run(machines);
        }
    }

    private static final class Run {
        private final FakeClock clock;
        private final FakeDigitalOcean ocean;
        private final Path folder;
        private Duration limited = Duration.ZERO;

        Run(FakeClock clock, FakeDigitalOcean ocean, Path folder) {
            this.clock = clock;
            this.ocean = ocean;
            this.folder = folder;
        }

        private synchronized void pause(Duration time, String why) throws InterruptedException {
            if (why.startsWith("rate limit")) {
                limited = limited.plus(time);
            }
            clock.pause(time, why);
        }

        private MachineProvider open(int parallel) {
            var around =
                    new Surroundings(
                            clock,
                            this::pause,
                            Map.of("DIGITALOCEAN_API_URL", ocean.endpoint().toString()),
                            folder.resolve("accounts"));
            var credentials =
                    new Credentials(
                            "bench", Map.of("access-token", Secret.of(FakeDigitalOcean.TOKEN)));
            return new DigitalOceanType()
                    .open(
                            ProviderContext.of("bench", folder, around)
                                    .withCredentials(credentials)
                                    .withParallel(parallel));
        }

        CreateRun run(int machines) throws InterruptedException {
            var began = clock.instant();
            // one removal at a time: with several, one thread's waiting would advance the time
            // under the others' calls
            try (MachineProvider provider = open(16);
                    MachineProvider remover = open(1)) {
                List<String> names =
                        IntStream.rangeClosed(1, machines).mapToObj("node%04d"::formatted).toList();
                var spec =
                        MachineSpec.of(
                                "s-1vcpu-1gb",
                                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2Zvb2Zvb2Zvb2Zvb2Zv belt");
                CreatePlan plan = provider.prepare(provider.plan(CreateRequest.of(names, spec)));
                create(provider, plan);
                int polls = 0;
                List<Machine> there;
                do {
                    polls++;
                    there = provider.list(Selection.cluster());
                    clock.pause(POLL, "addresses");
                } while (there.size() < machines
                        || there.stream().anyMatch(m -> m.state() != MachineState.ACTIVE));
                var calls = new TreeMap<>(ocean.calls());
                int refused = ocean.refused();
                Duration forLimits = limited;
                var active = clock.instant();
                ocean.forgetCalls();
                remover.delete(there);
                if (!ocean.paid().isEmpty()) {
                    throw new IllegalStateException(ocean.paid().size() + " machines are left");
                }
                return new CreateRun(
                        machines,
                        calls.getOrDefault("POST /v2/droplets", 0),
                        polls,
                        calls,
                        refused,
                        forLimits,
                        Duration.between(began, active),
                        Duration.between(active, clock.instant()),
                        ocean.calls().values().stream().mapToInt(Integer::intValue).sum(),
                        ocean.refused());
            }
        }

        private static void create(MachineProvider provider, CreatePlan plan)
                throws InterruptedException {
            var jobs = new ArrayList<Fanout.Job<Integer>>();
            for (Batch batch : plan.batches()) {
                jobs.add(
                        new Fanout.Job<>(
                                batch.names().getFirst(),
                                () -> provider.create(batch, _ -> {}).size()));
            }
            for (Outcome<Integer> each : new Fanout(plan.together()).run(jobs)) {
                if (each instanceof Outcome.Failed<Integer> failed) {
                    BeltException problem = failed.problem();
                    throw problem;
                }
            }
        }
    }

    /// Called by `dev/bench/create-digitalocean` with the number of machines; prints a table.
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("belt-bench");
        long began = System.nanoTime();
        CreateRun run = of(Integer.parseInt(args[0]), folder);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("| what | figure |\n|---|---|");
        row("machines", run.machines());
        row("create calls", run.creates());
        row("polls of the whole list", run.polls());
        row("all calls until every machine was active", total(run.calls()));
        run.calls().forEach((call, count) -> row("&nbsp;&nbsp;`" + call + "`", count));
        row("of them refused by the limits", run.refused());
        row("waited for limits", run.limited().toSeconds() + " s");
        row("until every machine was active", run.active().toSeconds() + " s");
        row("calls to remove all", run.removalCalls());
        row("of them refused by the limits, and repeated", run.removalsRefused());
        row("until all were removed", run.removed().toSeconds() + " s");
        row("the computer's own time", took.toMillis() + " ms");
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM")) {
                row("most memory, the fake included", line.replaceAll("\\D", "") + " kB");
            }
        }
    }

    private static int total(Map<String, Integer> calls) {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void row(String what, Object figure) {
        System.out.println("| " + what + " | " + figure + " |");
    }
}
