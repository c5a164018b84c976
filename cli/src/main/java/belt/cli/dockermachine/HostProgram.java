package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.term.Io;
import belt.cli.term.Programs;
import belt.core.BeltException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program of this host that a verb needs.
///
/// @param call the command
/// @param program its file
record HostProgram(Call call, Path program) {
    /// @param purpose what it is for
    /// @throws BeltException.Refused if it is not on the PATH
    static HostProgram require(Call call, String name, String purpose) {
        return Programs.find(call.io(), name)
                .map(file -> new HostProgram(call, file))
                .orElseThrow(() -> missing(name, purpose));
    }

    private static BeltException missing(String name, String purpose) {
        return new BeltException.Refused(
                        MachineProblem.NO_PROGRAM,
                        "You must have a copy of the " + name + " binary locally: " + purpose)
                .withRemedy("apt-get install " + (name.equals("fusermount") ? "fuse" : name));
    }

    /// Runs it with belt's streams; it reads nothing.
    ///
    /// @return its exit code
    int run(List<String> words) throws InterruptedException {
        var line = new ArrayList<String>(List.of(program.toString()));
        line.addAll(words);
        var builder =
                new ProcessBuilder(line)
                        .directory(call.io().directory().toFile())
                        .redirectInput(new File("/dev/null"));
        Map<String, String> env = builder.environment();
        env.clear();
        env.putAll(call.io().env());
        Io io = call.io();
        try {
            Process process = builder.start();
            Thread errors =
                    Thread.ofVirtual().start(() -> copy(process.getErrorStream(), io.err()));
            copy(process.getInputStream(), io.out());
            errors.join();
            return process.waitFor();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    MachineProblem.NO_PROGRAM,
                    program + " cannot be started: " + e.getMessage(),
                    e);
        }
    }

    private static void copy(InputStream from, PrintStream to) {
        try {
            from.transferTo(to);
            to.flush();
        } catch (IOException _) {
            // the process ended: so does what it says
        }
    }
}
