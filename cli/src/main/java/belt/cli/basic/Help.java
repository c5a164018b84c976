package belt.cli.basic;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.help.CommandHelp;
import belt.cli.help.Overview;
import belt.cli.help.Topics;

/// `belt help`.
final class Help implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.BELT, "help", "Explain a command, a topic or a problem code")
                .arguments("[TOPIC…]")
                .example("belt help selectors", "how nodes are named and chosen")
                .example("belt help cluster new", "a command")
                .example("belt help pattern.invalid", "the code in brackets behind an error")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        String topic = String.join(" ", call.arguments());
        if (topic.isEmpty()) {
            call.io().out().print(Topics.list());
        } else if (call.tree().find(topic).isPresent()) {
            call.io().out().print(CommandHelp.text(call.tree().find(topic).orElseThrow().spec()));
        } else if (call.tree().isGroup(topic)) {
            call.io().out().print(new Overview(call.tree(), call.io()).text(topic));
        } else {
            call.io().out().print(Topics.text(topic));
        }
        return Exit.DONE;
    }
}
