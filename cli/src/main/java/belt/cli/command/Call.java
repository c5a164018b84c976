package belt.cli.command;

import belt.cli.output.Out;
import belt.cli.output.Style;
import belt.cli.state.ClusterState;
import belt.cli.state.Selector;
import belt.cli.state.Workspace;
import belt.cli.term.ColorMode;
import belt.cli.term.Interrupts;
import belt.cli.term.Io;
import belt.cli.term.Progress;
import belt.cli.term.Prompt;
import belt.core.NodePattern;
import belt.provider.Machine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One call of a command: what the operator wrote, and everything the command works with.
///
/// @param spec the command's description
/// @param values what was written
/// @param io the outside world
/// @param tree all commands, for help
/// @param out where results and talk go
/// @param interrupts Ctrl-C
public record Call(Spec spec, Values values, Io io, Tree tree, Out out, Interrupts interrupts) {
    /// Makes a call with the output that the global options ask for.
    public static Call of(Spec spec, Values values, Io io, Tree tree, Interrupts interrupts) {
        return new Call(spec, values, io, tree, new Out(io, style(values, io)), interrupts);
    }

    /// How the global options want things shown.
    public static Style style(Values values, Io io) {
        ColorMode colours = values.find(Globals.COLOR).orElse(ColorMode.AUTO);
        return new Style(
                values.find(Globals.OUTPUT).orElse("table"),
                values.find(Globals.QUIET).orElse(false),
                values.find(Globals.VERBOSE).orElse(0),
                colours.applies(io, io.terminals().out()),
                colours.applies(io, io.terminals().err()),
                false);
    }

    /// The value of an option that has a default.
    public <T> T get(Opt<T> option) {
        return values.find(option)
                .orElseThrow(() -> new IllegalStateException(option + " has no default: use find"));
    }

    /// The value of an option; empty if it was not given and has no default.
    public <T> Optional<T> find(Opt<T> option) {
        return values.find(option);
    }

    /// Whether a switch is on.
    public boolean has(Opt<Boolean> option) {
        return get(option);
    }

    /// The arguments, options taken out. Their number fits the command's written syntax.
    public List<String> arguments() {
        return values.arguments();
    }

    /// The argument at this place, from 0.
    public String argument(int index) {
        return values.arguments().get(index);
    }

    /// Expands name patterns, with the limit that the operator allows.
    public List<String> names(List<String> patterns) {
        return NodePattern.expandAll(patterns, get(Globals.MAX_NAMES));
    }

    /// What this belt consists of: where the node bundle is.
    public Installation installation() {
        return new Installation(io.home());
    }

    /// The folder `.belt/` that belongs to the working directory.
    public Workspace workspace() {
        return Workspace.find(io.directory());
    }

    /// The cluster to work on: `--context`, else the one in use.
    public ClusterState cluster() {
        return workspace().current(find(Globals.CONTEXT));
    }

    /// Chooses among the cluster's machines. `@managers` and `@workers` need {@link Selector} with the roles at hand.
    public List<Machine> select(List<String> words) {
        return Selector.of(words, get(Globals.MAX_NAMES))
                .select(cluster().inventory().machines(), _ -> Set.of());
    }

    /// Shows how far each node is, in the form that `--progress` asks for. Close it before printing results.
    ///
    /// @param operation the command's name or the operation's id
    public Progress progress(String operation) {
        Style style = style(values, io);
        return Progress.of(io, get(Globals.PROGRESS), style.quiet(), style.errColours(), operation);
    }

    /// Asks questions the way `-y` and `--accept-risk` want it.
    public Prompt prompt() {
        return new Prompt(io, has(Globals.YES), get(Globals.ACCEPT_RISK));
    }
}
