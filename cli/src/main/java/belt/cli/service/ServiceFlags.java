package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.client.JsonObject;
import belt.core.ByteSize;
import belt.core.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The options that `service create` and `service update` share, and what they mean in a spec.
final class ServiceFlags {
    private static final long NANOS = 1_000_000_000L;

    private enum Restart {
        NONE,
        ON_FAILURE,
        ANY
    }

    private enum Order {
        START_FIRST,
        STOP_FIRST
    }

    private enum FailureAction {
        PAUSE,
        CONTINUE,
        ROLLBACK
    }

    private final Opt<Long> replicas =
            Opt.of("--replicas", "N", Numbers::count).help("how many tasks");
    private final Opt<Long> limitCpu =
            Opt.of("--limit-cpu", "CPUS", Numbers::cpus).help("processors a task may use, 0.5");
    private final Opt<ByteSize> limitMemory =
            Opt.of("--limit-memory", "SIZE", ByteSize::parse).help("memory a task may use, 64mb");
    private final Opt<Long> reserveCpu =
            Opt.of("--reserve-cpu", "CPUS", Numbers::cpus).help("processors a node must have free");
    private final Opt<ByteSize> reserveMemory =
            Opt.of("--reserve-memory", "SIZE", ByteSize::parse)
                    .help("memory a node must have free");
    private final Opt<Restart> restartCondition =
            Opt.of("--restart-condition", "WORD", text -> Globals.choice(Restart.values(), text))
                    .help("none, on-failure or any (any)");
    private final Opt<Duration> restartDelay =
            Opt.of("--restart-delay", "DURATION", Durations::parse).help("pause before it (5s)");
    private final Opt<Long> restartMax =
            Opt.of("--restart-max-attempts", "N", Numbers::count).help("give up after this many");
    private final Opt<Duration> restartWindow =
            Opt.of("--restart-window", "DURATION", Durations::parse).help("counted within this");
    private final Opt<Long> updateParallelism =
            Opt.of("--update-parallelism", "N", Numbers::count).help("tasks at once, 0 = all (1)");
    private final Opt<Duration> updateDelay =
            Opt.of("--update-delay", "DURATION", Durations::parse).help("pause between them (0s)");
    private final Opt<Order> updateOrder =
            Opt.of("--update-order", "WORD", text -> Globals.choice(Order.values(), text))
                    .help("stop-first or start-first (stop-first)");
    private final Opt<FailureAction> updateFailure =
            Opt.of(
                            "--update-failure-action",
                            "WORD",
                            text -> Globals.choice(FailureAction.values(), text))
                    .help("pause, continue or rollback (pause)");
    private final Opt<Duration> updateMonitor =
            Opt.of("--update-monitor", "DURATION", Durations::parse)
                    .help("how long a task is watched after it started (5s)");
    private final Opt<Duration> stopGrace =
            Opt.of("--stop-grace-period", "DURATION", Durations::parse)
                    .help("how long a task may take to stop (10s)");
    private final Opt<String> hostname = Opt.text("--hostname", "NAME").help("a task's host name");
    private final Opt<String> user = Opt.text("-u, --user", "USER").help("whom it runs as");
    private final Opt<String> workdir = Opt.text("-w, --workdir", "FOLDER").help("where it runs");

    Spec addTo(Spec spec) {
        return spec.options(
                replicas,
                limitCpu,
                limitMemory,
                reserveCpu,
                reserveMemory,
                restartCondition,
                restartDelay,
                restartMax,
                restartWindow,
                updateParallelism,
                updateDelay,
                updateOrder,
                updateFailure,
                updateMonitor,
                stopGrace,
                hostname,
                user,
                workdir);
    }

    /// Whether any of them was given.
    boolean any(Call call) {
        List<Opt<?>> all = addTo(Spec.of(Spec.Group.SERVICES, "", "")).options();
        return all.stream().anyMatch(option -> call.find(option).isPresent());
    }

    /// The number of tasks that was asked for; empty if none was.
    Optional<Long> replicas(Call call) {
        return call.find(replicas);
    }

    /// Puts what was given into a spec; the number of tasks is the caller's.
    void apply(Call call, JsonObject spec) {
        resources(call, spec);
        restart(call, spec);
        update(call, spec);
        call.find(stopGrace)
                .ifPresent(time ->
                        spec.put(
                                time.toNanos(),
                                "TaskTemplate",
                                "ContainerSpec",
                                "StopGracePeriod"));
        text(call, spec, hostname, "Hostname");
        text(call, spec, user, "User");
        text(call, spec, workdir, "Dir");
    }

    private static void text(Call call, JsonObject spec, Opt<String> option, String member) {
        call.find(option)
                .ifPresent(value -> spec.put(value, "TaskTemplate", "ContainerSpec", member));
    }

    private void resources(Call call, JsonObject spec) {
        call.find(limitCpu).ifPresent(cpus -> resource(spec, cpus, "Limits", "NanoCPUs"));
        call.find(limitMemory)
                .ifPresent(size -> resource(spec, size.bytes(), "Limits", "MemoryBytes"));
        call.find(reserveCpu).ifPresent(cpus -> resource(spec, cpus, "Reservations", "NanoCPUs"));
        call.find(reserveMemory)
                .ifPresent(size -> resource(spec, size.bytes(), "Reservations", "MemoryBytes"));
    }

    private static void resource(JsonObject spec, long value, String kind, String member) {
        spec.put(value, "TaskTemplate", "Resources", kind, member);
    }

    private void restart(Call call, JsonObject spec) {
        boolean given =
                List.of(restartCondition, restartDelay, restartMax, restartWindow).stream()
                        .anyMatch(option -> call.find(option).isPresent());
        if (!given) {
            return;
        }
        JsonObject policy =
                JsonObject.empty()
                        .put("any", "Condition")
                        .put(5 * NANOS, "Delay")
                        .put(0L, "MaxAttempts");
        spec.object("TaskTemplate", "RestartPolicy")
                .members()
                .forEach((name, value) -> {
                    if (value != null) {
                        policy.put(value, name);
                    }
                });
        call.find(restartCondition)
                .ifPresent(condition -> policy.put(Globals.word(condition), "Condition"));
        call.find(restartDelay).ifPresent(delay -> policy.put(delay.toNanos(), "Delay"));
        call.find(restartMax).ifPresent(max -> policy.put(max, "MaxAttempts"));
        call.find(restartWindow).ifPresent(window -> policy.put(window.toNanos(), "Window"));
        spec.put(policy, "TaskTemplate", "RestartPolicy");
    }

    private void update(Call call, JsonObject spec) {
        List<Opt<?>> all =
                List.of(updateParallelism, updateDelay, updateOrder, updateFailure, updateMonitor);
        if (all.stream().noneMatch(option -> call.find(option).isPresent())) {
            return;
        }
        JsonObject config =
                JsonObject.empty()
                        .put(1L, "Parallelism")
                        .put("pause", "FailureAction")
                        .put(5 * NANOS, "Monitor")
                        .put(0L, "MaxFailureRatio")
                        .put("stop-first", "Order");
        spec.object("UpdateConfig")
                .members()
                .forEach((name, value) -> {
                    if (value != null) {
                        config.put(value, name);
                    }
                });
        call.find(updateParallelism).ifPresent(count -> config.put(count, "Parallelism"));
        call.find(updateDelay).ifPresent(delay -> config.put(delay.toNanos(), "Delay"));
        call.find(updateOrder).ifPresent(order -> config.put(Globals.word(order), "Order"));
        call.find(updateFailure)
                .ifPresent(action -> config.put(Globals.word(action), "FailureAction"));
        call.find(updateMonitor).ifPresent(time -> config.put(time.toNanos(), "Monitor"));
        spec.put(config, "UpdateConfig");
    }
}
