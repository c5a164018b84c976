package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.problem.CliProblem;
import belt.cli.state.ClusterState;
import belt.client.Credentials;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `belt machine ls`. It reads the record and asks nobody, so a dead host cannot hold it up; with `--timeout` every engine
/// is asked, all at once, for so long.
final class Ls implements Command {
    private static final int AT_ONCE = 1024;
    private static final String TABLE =
            "table {{.Name}}\t{{.Active}}\t{{.DriverName}}\t{{.State}}\t{{.URL}}\t{{.Swarm}}\t{{.DockerVersion}}\t{{.Error}}";

    private final Opt<List<String>> filter =
            Opt.list("--filter", "KEY=VALUE")
                    .help("driver=, state=, name= (an expression), label=K=V or swarm=");
    private final Opt<Duration> timeout =
            Opt.of("-t, --timeout", "SECONDS", Ls::seconds)
                    .help("ask each engine for its version, and wait so long (asks nobody)");
    private final Opt<String> format =
            Opt.text("-f, --format", "TEMPLATE").help("'{{.Name}} {{.URL}}' or 'table …'");

    /// A machine and what is shown of it.
    ///
    /// @param docker the engine's version; `Unknown` where it was not asked
    /// @param state in Docker Machine's words, `Timeout` included
    /// @param took how long the answer took; zero where it was not asked
    record Row(
            Machine machine,
            boolean active,
            String url,
            String docker,
            String state,
            String error,
            Duration took) {}

    @Override
    public Spec spec() {
        return Verb.spec("ls", "List machines in Docker Machine's columns")
                .options(filter, timeout, format)
                .example("belt machine ls", "at once, from the record")
                .example("belt machine ls --filter state=Running -q", "names for a script")
                .example("belt machine ls -f '{{.Name}}: {{.URL}}'", "a template")
                .example("belt machine ls -t 3", "with the engines' versions, 3 s at most")
                .note("-o json and -o yaml give all data. DOCKER is Unknown unless -t is given.")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var filters = LsFilters.parse(call.get(filter));
        var fleet = new Fleet(call);
        List<Row> rows =
                fleet.all().stream()
                        .map(machine -> recorded(call, fleet.cluster().orElseThrow(), machine))
                        .toList();
        if (call.find(timeout).isPresent()) {
            rows = asked(call, fleet.cluster(), rows, call.find(timeout).orElseThrow());
        }
        rows = rows.stream().filter(filters::matches).toList();
        if (call.has(Globals.QUIET) || (call.out().structured() && call.find(format).isEmpty())) {
            call.out().list(view(), rows);
        } else {
            call.out().docker(view(), rows, call.find(format).orElse(TABLE));
        }
        return Exit.DONE;
    }

    private static Row recorded(Call call, ClusterState cluster, Machine machine) {
        boolean runs = machine.state() == MachineState.ACTIVE && !machine.addresses().isEmpty();
        String url = runs ? new Endpoint(call, cluster, machine).url() : "";
        String why = machine.stateReason();
        return new Row(
                machine,
                Active.is(call, cluster, machine),
                url,
                "Unknown",
                MachineWords.state(machine),
                why == null ? "" : why,
                Duration.ZERO);
    }

    private static List<Row> asked(
            Call call, Optional<ClusterState> cluster, List<Row> rows, Duration patience)
            throws InterruptedException {
        var keyring = new Keyring();
        List<Fanout.Job<Row>> jobs =
                rows.stream()
                        .map(row ->
                                new Fanout.Job<>(
                                        row.machine().name(),
                                        () ->
                                                ask(
                                                        call,
                                                        cluster.orElseThrow(),
                                                        row,
                                                        keyring,
                                                        patience)))
                        .toList();
        List<Outcome<Row>> outcomes = new Fanout(AT_ONCE).run(jobs);
        var answered = new java.util.ArrayList<Row>();
        for (int i = 0; i < rows.size(); i++) {
            answered.add(
                    switch (outcomes.get(i)) {
                        case Outcome.Done<Row>(_, var row) -> row;
                        case Outcome.Failed<Row>(_, var problem) -> failed(rows.get(i), problem);
                    });
        }
        return answered;
    }

    private static Row ask(
            Call call, ClusterState cluster, Row row, Keyring keyring, Duration patience) {
        if (row.url().isEmpty() || !row.state().equals("Running")) {
            return row;
        }
        var endpoint = new Endpoint(call, cluster, row.machine());
        Credentials credentials = keyring.of(endpoint);
        long began = System.nanoTime();
        String version = endpoint.version(credentials, patience);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Row(
                row.machine(), row.active(), row.url(), "v" + version, row.state(), "", took);
    }

    private static Row failed(Row row, BeltException problem) {
        boolean silent = problem instanceof BeltException.Unreachable;
        return new Row(
                row.machine(),
                row.active(),
                row.url(),
                "Unknown",
                silent ? "Timeout" : row.state(),
                String.valueOf(problem.getMessage()),
                Duration.ZERO);
    }

    private static View<Row> view() {
        return View.<Row>of("machine", row -> row.machine().name())
                .field("Name", row -> row.machine().name())
                .field("Active", row -> row.active() ? "*" : "-")
                .field("ActiveHost", Row::active)
                .field("ActiveSwarm", _ -> false)
                .field("DriverName", row -> MachineWords.driver(row.machine().provider()))
                .field("State", Row::state)
                .field("URL", Row::url)
                .field("Swarm", _ -> "")
                .field("DockerVersion", Row::docker)
                .field("Error", Row::error)
                .field("ResponseTime", row -> row.took().toMillis() + "ms")
                .field("SwarmOptions", _ -> Map.of())
                .field("EngineOptions", row -> Map.of("Labels", row.machine().labels()))
                .heading("DriverName", "DRIVER")
                .heading("DockerVersion", "DOCKER")
                .heading("Error", "ERRORS")
                .column("NAME", row -> row.machine().name())
                .column("ACTIVE", row -> row.active() ? "*" : "-")
                .column("DRIVER", row -> MachineWords.driver(row.machine().provider()))
                .column("STATE", Row::state)
                .column("URL", Row::url)
                .column("SWARM", _ -> "")
                .column("DOCKER", Row::docker)
                .column("ERRORS", Row::error);
    }

    private static Duration seconds(String text) {
        if (text.matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(text)));
        }
        try {
            return Durations.parse(text);
        } catch (BeltException e) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "'" + text + "' is no number of seconds", e);
        }
    }
}
