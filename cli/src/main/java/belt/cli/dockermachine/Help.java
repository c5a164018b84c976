package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.help.CommandHelp;
import belt.cli.help.Overview;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;

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
        if (!call.arguments().isEmpty()) {
            String word = call.argument(0);
            Command verb =
                    call.tree()
                            .find("machine " + word)
                            .orElseThrow(() ->
                                    new BeltException.NotFound(
                                                    CliProblem.UNKNOWN_COMMAND,
                                                    "belt machine has no command '" + word + "'")
                                            .withRemedy("belt machine help"));
            call.io().out().print(CommandHelp.text(verb.spec()));
            return Exit.DONE;
        }
        call.io().out().print(new Overview(call.tree(), call.io()).text("machine"));
        return Exit.DONE;
    }
}
