package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.help.CommandHelp;
import belt.cli.help.Overview;

/// `belt machine help [VERB]`.
final class Help implements Command {
    @Override
    public Spec spec() {
        return Verb.spec("help", "List the verbs, or explain one")
                .arguments("[VERB]")
                .example("belt machine help create", "the same as belt machine create --help")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var verb =
                call.arguments().stream()
                        .findFirst()
                        .flatMap(word -> call.tree().find("machine " + word));
        call.io()
                .out()
                .print(
                        verb.map(command -> CommandHelp.text(command.spec()))
                                .orElseGet(() ->
                                        new Overview(call.tree(), call.io()).text("machine")));
        return Exit.DONE;
    }
}
