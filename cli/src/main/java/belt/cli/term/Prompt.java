package belt.cli.term;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Asks the operator. Only on a terminal; the answer that is meant by Enter is No. `-y` answers ordinary questions,
/// never a named risk.
///
/// @param io the terminal
/// @param yes whether `-y` was given
/// @param accepted the risks of `--accept-risk`
public record Prompt(Io io, boolean yes, List<Risk> accepted) {
    public Prompt {
        accepted = List.copyOf(accepted);
    }

    /// Asks an ordinary question and returns only if the answer is yes.
    ///
    /// @param question names the cluster and the count: `Make 5 machines in demo?`
    /// @throws BeltException.Refused if the answer is no, or nobody can be asked
    public void confirm(String question) {
        if (yes) {
            return;
        }
        if (!io.terminals().interactive()) {
            throw new BeltException.Refused(
                            CliProblem.CONFIRM, "there is no terminal on which to ask: " + question)
                    .withDetail("-y answers yes");
        }
        if (!ask(question)) {
            throw new BeltException.Refused(
                    CliProblem.CONFIRM, "not confirmed, nothing was changed");
        }
    }

    /// Asks about something dangerous. Passes without a question where the risk was accepted and `-y` was given.
    ///
    /// @param question names what is lost, the cluster and the count
    /// @throws BeltException.Refused if it was not accepted
    public void confirm(String question, Risk risk) {
        boolean named = accepted.contains(risk);
        if (named && yes) {
            return;
        }
        if (!io.terminals().interactive() || yes) {
            String flags = yes ? "--accept-risk " + risk.word() : "-y --accept-risk " + risk.word();
            throw new BeltException.Refused(
                            CliProblem.RISK,
                            "the risk " + risk.word() + " was not accepted: " + question)
                    .withDetail(flags + " accepts it; -y alone does not");
        }
        if (!ask(question)) {
            throw new BeltException.Refused(
                    CliProblem.CONFIRM, "not confirmed, nothing was changed");
        }
    }

    /// The same, but a name has to be typed: for what is so much that a habitual `y` would be a pity.
    ///
    /// @param name what has to be typed
    public void confirmTyped(String question, Risk risk, String name) {
        boolean asks = io.terminals().interactive() && !yes;
        if (asks) {
            confirmByName(question, name);
        } else {
            confirm(question, risk);
        }
    }

    /// Has a name typed before something that cannot be taken back.
    ///
    /// @throws BeltException.Refused if another text was typed, or nobody can be asked
    public void confirmByName(String question, String name) {
        if (!io.terminals().interactive()) {
            throw new BeltException.Refused(
                    CliProblem.CONFIRM, "its name must be typed on a terminal: " + question);
        }
        io.err().print(question + " Type " + name + " to go on: ");
        io.err().flush();
        if (!readLine().equals(name)) {
            throw new BeltException.Refused(
                    CliProblem.CONFIRM, "not confirmed, nothing was changed");
        }
    }

    /// Asks, whatever `-y` says; Enter means No. Only where there is a terminal.
    public boolean ask(String question) {
        io.err().print(question + " [y/N] ");
        io.err().flush();
        String answer = readLine().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /// Byte by byte, so that nothing of what follows is taken from the stream.
    private String readLine() {
        var line = new StringBuilder();
        try {
            for (int c = io.in().read(); c >= 0 && c != '\n'; c = io.in().read()) {
                line.append((char) c);
            }
        } catch (IOException _) {
            return "";
        }
        return line.toString().strip();
    }
}
