package belt.cli;

import belt.cli.account.AccountCommands;
import belt.cli.basic.BasicCommands;
import belt.cli.cluster.ClusterCommands;
import belt.cli.command.Call;
import belt.cli.command.Catalog;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.command.Tree;
import belt.cli.command.Values;
import belt.cli.dockermachine.DockerMachineCommands;
import belt.cli.help.CommandHelp;
import belt.cli.help.Overview;
import belt.cli.log.FileLoggers;
import belt.cli.machine.MachineCommands;
import belt.cli.migrate.ImportCommands;
import belt.cli.node.NodeCommands;
import belt.cli.output.FailureReport;
import belt.cli.output.Style;
import belt.cli.parse.ArgumentSyntax;
import belt.cli.parse.CommandLineParser;
import belt.cli.play.PlayCommands;
import belt.cli.power.PowerCommands;
import belt.cli.provider.ProviderCommands;
import belt.cli.service.ServiceCommands;
import belt.cli.state.History;
import belt.cli.swarm.SwarmCommands;
import belt.cli.term.ColorMode;
import belt.cli.term.Interrupts;
import belt.cli.term.Io;
import belt.cli.up.UpCommands;
import belt.core.BeltException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.LoggerFactory;

/// The `belt` command, callable in-process. {@link Main} only adapts it to the operating system.
public final class Belt {
    private final Io io;
    private final Tree tree;
    private final Interrupts interrupts;
    private Style style = Style.PLAIN;
    private boolean recorded;
    private ToIntFunction<BeltException> exits = Exit::of;

    private Belt(Io io, Tree tree) {
        this.io = io;
        this.tree = tree;
        this.interrupts = new Interrupts(io);
    }

    /// Runs one command line.
    ///
    /// @param args the words behind `belt`
    /// @param io the outside world
    /// @return the exit code
    public static int run(String[] args, Io io) {
        return run(List.of(args), io, tree());
    }

    /// As {@link #run(String[], Io)} with other commands, for tests.
    static int run(List<String> words, Io io, Tree tree) {
        var belt = new Belt(io, tree);
        Instant begun = io.clock().instant();
        int exit = belt.guarded(words);
        io.out().flush();
        io.err().flush();
        if (belt.recorded) {
            var history =
                    new History(io.xdg("XDG_STATE_HOME", ".local/state").resolve("history.jsonl"));
            history.add(
                    begun,
                    Duration.between(begun, io.clock().instant()),
                    io.directory(),
                    words,
                    exit);
        }
        return exit;
    }

    private int guarded(List<String> words) {
        try {
            style = Style.guess(words, ColorMode.AUTO.applies(io, io.terminals().err()));
            return dispatch(words);
        } catch (BeltException e) {
            return report(e);
        } catch (InterruptedException _) {
            return interrupted();
        } catch (RuntimeException
                | StackOverflowError e) { // the outermost frame: whatever it is, it is our bug
            return report(new BeltException.Bug("something went wrong inside belt: " + e, e));
        }
    }

    /// Every command. A new package of commands adds its catalog here.
    static Tree tree() {
        List<Catalog> catalogs =
                List.of(
                        new ClusterCommands(),
                        new SwarmCommands(),
                        new MachineCommands(),
                        new PowerCommands(),
                        new AccountCommands(),
                        new ProviderCommands(),
                        new UpCommands(),
                        new PlayCommands(),
                        new NodeCommands(),
                        new ServiceCommands(),
                        new DockerMachineCommands(),
                        new ImportCommands(),
                        new BasicCommands());
        return new Tree(catalogs);
    }

    private int dispatch(List<String> words) throws InterruptedException {
        Dispatch found = Dispatch.of(words, tree);
        if (found.command() == null) {
            io.out().print(new Overview(tree, io).text(found.group()));
            return Exit.DONE;
        }
        Command command = found.command();
        Spec spec = command.spec();
        exits = spec::exitOf;
        Values values = new CommandLineParser(spec, io.env()).parse(found.before(), found.behind());
        style = Call.style(values, io);
        if (values.find(Globals.HELP).orElse(false)) {
            io.out().print(CommandHelp.text(spec));
            return Exit.DONE;
        }
        var call = Call.of(spec, values, io, tree, interrupts);
        if (spec.reach() != Spec.Reach.PASS_THROUGH) {
            ArgumentSyntax.check(spec, values.arguments());
        }
        if (call.has(Globals.EXPLAIN)) {
            Explanation.of(call).forEach(call.out()::line);
            return Exit.DONE;
        }
        recorded = spec.recorded();
        if (call.get(Globals.VERBOSE) > 1
                && LoggerFactory.getILoggerFactory() instanceof FileLoggers loggers) {
            loggers.echoTo(io.err());
        }
        int exit = command.run(call);
        return interrupts.exitCode() != 0 ? interrupted() : exit;
    }

    private int interrupted() {
        int code = interrupts.exitCode() == 0 ? Exit.INTERRUPTED : interrupts.exitCode();
        String goOn = interrupts.howToGoOn();
        io.err().println("belt: interrupted" + (goOn == null ? "" : "; to go on: " + goOn));
        return code;
    }

    private int report(BeltException problem) {
        int exit = exits.applyAsInt(problem);
        if (problem instanceof BeltException.Bug) {
            LoggerFactory.getLogger(Belt.class).error("a bug", problem);
            if (LoggerFactory.getILoggerFactory() instanceof FileLoggers loggers) {
                problem.withDetail("what happened is in " + loggers.file().path());
            }
        }
        new FailureReport(io.err(), style).print(problem, exit);
        return exit;
    }
}
