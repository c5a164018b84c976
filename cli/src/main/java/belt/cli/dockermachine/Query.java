package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.provider.Machine;

/// `belt machine ip`, `url`, `status`: one word a machine.
final class Query implements Command {
    /// Which of them.
    enum Kind {
        IP("ip", "Print the addresses of machines", "[NAME…]"),
        URL("url", "Print the address of a machine's engine", "[NAME]"),
        STATUS("status", "Print the state of a machine", "[NAME]");

        private final String word;
        private final String summary;
        private final String arguments;

        Kind(String word, String summary, String arguments) {
            this.word = word;
            this.summary = summary;
            this.arguments = arguments;
        }
    }

    private final Kind kind;

    Query(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Spec spec() {
        return Verb.spec(kind.word, kind.summary)
                .arguments(kind.arguments)
                .example("belt machine " + kind.word + " node1", "of one machine")
                .note("Without a name the machine called default is meant.")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var fleet = new Fleet(call);
        for (Machine machine : kind == Kind.IP ? fleet.named() : java.util.List.of(fleet.one())) {
            call.out().line(answer(fleet, machine));
        }
        return Exit.DONE;
    }

    private String answer(Fleet fleet, Machine machine) {
        return switch (kind) {
            case IP -> ClusterSsh.target(machine).host();
            case URL -> new Endpoint(fleet.call(), fleet.estate().cluster(), machine).url();
            case STATUS ->
                    MachineWords.state(fleet.refreshed(java.util.List.of(machine)).getFirst());
        };
    }
}
