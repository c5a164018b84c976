package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.provider.Machine;
import java.util.List;

/// `belt machine ip`, `url`, `status`: one word a machine.
final class Query implements Command {
    /// What is told of a machine.
    interface Answer {
        String of(Fleet fleet, Machine machine);
    }

    private static final String SEVERAL = "[NAME…]";
    private static final String ONE = "[NAME]";

    private final String word;
    private final String summary;
    private final String arguments;
    private final Answer answer;

    private Query(String word, String summary, String arguments, Answer answer) {
        this.word = word;
        this.summary = summary;
        this.arguments = arguments;
        this.answer = answer;
    }

    /// The address on record: it is there whether or not the machine runs.
    static Query ip() {
        return new Query(
                "ip",
                "Print the addresses of machines",
                SEVERAL,
                (_, machine) -> ClusterSsh.target(machine).host());
    }

    static Query url() {
        return new Query(
                "url",
                "Print the address of a machine's engine",
                ONE,
                (fleet, _) -> fleet.endpoint().url());
    }

    static Query status() {
        return new Query(
                "status",
                "Print the state of a machine",
                ONE,
                (fleet, machine) ->
                        MachineWords.state(fleet.refreshed(List.of(machine)).getFirst()));
    }

    @Override
    public Spec spec() {
        return Verb.spec(word, summary)
                .arguments(arguments)
                .example("belt machine " + word + " node1", "of one machine")
                .note("Without a name the machine called default is meant.")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var fleet = new Fleet(call);
        List<Machine> machines = arguments.equals(SEVERAL) ? fleet.named() : List.of(fleet.one());
        machines.forEach(machine -> call.out().line(answer.of(fleet, machine)));
        return Exit.DONE;
    }
}
