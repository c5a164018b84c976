package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.state.ClusterState;
import belt.cli.term.Io;
import belt.cli.term.Programs;
import belt.core.BeltException;
import belt.provider.Machine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The docker CLI of the operator's own host, run against a node.
final class DockerCli {
    private final Call call;
    private final Path program;

    private DockerCli(Call call, Path program) {
        this.call = call;
        this.program = program;
    }

    /// The `docker` on the operator's PATH; empty if there is none.
    static Optional<DockerCli> find(Call call) {
        return Programs.find(call.io(), "docker").map(program -> new DockerCli(call, program));
    }

    /// What leads a docker CLI to a node.
    static Map<String, String> variables(Call call, ClusterState cluster, Machine machine) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("DOCKER_TLS_VERIFY", "1");
        variables.put("DOCKER_HOST", "tcp://" + Apis.address(machine) + ":" + Apis.port(call));
        variables.put("DOCKER_CERT_PATH", cluster.certificates().toAbsolutePath().toString());
        return variables;
    }

    private ProcessBuilder builder(ClusterState cluster, Machine machine, List<String> words) {
        var line = new ArrayList<String>();
        line.add(program.toString());
        line.addAll(words);
        var builder = new ProcessBuilder(line).directory(call.io().directory().toFile());
        Map<String, String> env = builder.environment();
        env.clear();
        env.putAll(call.io().env());
        env.remove("DOCKER_CONTEXT"); // would win over DOCKER_HOST
        env.remove("DOCKER_TLS");
        env.putAll(variables(call, cluster, machine));
        return builder;
    }

    /// Runs it with our own streams: terminals stay terminals, and Ctrl-C is docker's.
    ///
    /// @return its exit code
    @SuppressWarnings("ReferenceEquality") // the very stream of the process is meant
    int run(ClusterState cluster, Machine machine, List<String> words) throws InterruptedException {
        Io io = call.io();
        ProcessBuilder builder = builder(cluster, machine, words);
        // a test's streams are not the process's
        boolean own = io.in() == System.in;
        if (own) {
            builder.inheritIO();
        }
        io.out().flush();
        io.err().flush();
        try (var _ = call.interrupts().leaveToChild()) {
            Process process = builder.start();
            if (!own) {
                copy(process, io.out(), io.err(), "");
            }
            return process.waitFor();
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    /// Runs it with each line behind the node's name, reading nothing.
    ///
    /// @return its exit code
    int runPrefixed(ClusterState cluster, Machine machine, List<String> words)
            throws InterruptedException {
        try {
            Process process =
                    builder(cluster, machine, words)
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .start();
            try {
                copy(process, call.io().out(), call.io().err(), machine.name() + ": ");
                return process.waitFor();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private BeltException cannotStart(IOException e) {
        return new BeltException.OperationFailed(
                SwarmProblem.DOCKER_CLI,
                "docker CLI " + program + " cannot be started: " + e.getMessage(),
                e);
    }

    private static void copy(Process process, PrintStream out, PrintStream err, String prefix)
            throws InterruptedException {
        Thread errors =
                Thread.ofVirtual()
                        .name("docker-stderr")
                        .start(() -> lines(process.getErrorStream(), err, prefix));
        lines(process.getInputStream(), out, prefix);
        errors.join();
    }

    static void lines(InputStream in, PrintStream out, String prefix) {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.println(prefix + line);
            }
        } catch (IOException _) {
            // the process was ended: its lines end here
        }
    }
}
