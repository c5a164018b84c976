package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.agent.task.TaskTemplate;
import belt.agent.task.TaskWork;
import belt.core.BeltException;
import belt.linux.CgroupLimits;
import belt.model.ContainerSpec;
import belt.model.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a task's process is started: its arguments, environment, and the three small scripts that lead to it. Computes
/// only.
///
/// * `run`, in the host's namespaces: enters the control group, notes its own pid and start time, becomes `unshare`.
/// * `init`, the first process of the new namespaces: names the host, waits for the program, notes its exit status.
/// * `program`: notes its pid, changes folder and user, becomes the program. It is not the first process of its
///   namespace, so that signals have their usual effect on it.
final class ExecPlan {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final TaskWork work;
    private final ContainerSpec spec;

    ExecPlan(TaskWork work) {
        this.work = work;
        this.spec = new TaskTemplate(work).filledSpec();
    }

    /// The program and its arguments.
    ///
    /// @throws BeltException.InvalidInput if the service names no program
    List<String> arguments() {
        var arguments = new ArrayList<>(spec.command());
        arguments.addAll(spec.args());
        if (arguments.isEmpty()) {
            throw new BeltException.InvalidInput(
                    AgentProblem.EXEC_MISSING,
                    "service " + work.spec().name() + " runs as a process and names no command");
        }
        return arguments;
    }

    /// @throws BeltException.NotFound if the program is not on this node
    void requireProgram() {
        String program = arguments().getFirst();
        boolean found =
                program.contains("/")
                        ? Files.isExecutable(Path.of("/").resolve(folder()).resolve(program))
                        : List.of(environment(Map.of()).getOrDefault("PATH", PATH).split(":"))
                                .stream()
                                .filter(folder -> !folder.isEmpty())
                                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            throw new BeltException.NotFound(
                    AgentProblem.EXEC_MISSING,
                    "exec: \""
                            + program
                            + "\": executable file not found on node "
                            + work.node().hostname());
        }
    }

    private String folder() {
        return spec.dir().isEmpty() ? "/" : spec.dir();
    }

    /// Everything that the process finds in its environment; nothing of beltd's own. What every task is told, container
    /// or process, comes with the filled-in spec.
    Map<String, String> environment(Map<String, String> ports) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("HOME", spec.user().isEmpty() ? "/root" : "/");
        environment.put("BELT_SERVICE_NAME", work.spec().name());
        environment.put("BELT_TASK_ID", work.id().value());
        environment.put("BELT_TASK_SLOT", work.slot());
        environment.put("BELT_NODE_ID", work.node().id().value());
        environment.put("BELT_NODE_HOSTNAME", work.node().hostname());
        environment.put("BELT_NODE_ADDRESS", work.node().address());
        environment.putAll(ports);
        for (String entry : spec.env()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    CgroupLimits limits() {
        Resources limits = work.spec().task().limits();
        return new CgroupLimits(
                limits.memoryBytes(), limits.nanoCpus() / 1_000_000, Math.max(0, limits.pids()));
    }

    /// @param groups the control group's folders, one a hierarchy
    String runScript(Path folder, List<Path> groups) {
        var text = new StringBuilder("PATH=").append(PATH).append('\n');
        text.append("cd /\n");
        for (Path group : groups) {
            text.append("echo $$ > ")
                    .append(ShellText.quoted(group.resolve("cgroup.procs").toString()))
                    .append(" || exit 125\n");
        }
        return text.append("read -r stat < /proc/$$/stat\n")
                .append("read -r boot < /proc/sys/kernel/random/boot_id\n")
                .append("set -- $stat\n")
                .append(note(folder, ExecFolder.PID, "\"$1 ${22} $boot\""))
                .append("exec unshare --mount --uts --ipc --pid --fork --kill-child --mount-proc ")
                .append("sh ")
                .append(ShellText.quoted(folder.resolve(ExecFolder.INIT).toString()))
                .append('\n')
                .toString();
    }

    String initScript(Path folder) {
        String hostname = spec.hostname().isEmpty() ? work.node().hostname() : spec.hostname();
        return "echo "
                + ShellText.quoted(hostname)
                + " > /proc/sys/kernel/hostname\n"
                // the fresh /proc is writable where the host's was made read-only
                + "mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys\n"
                + "sh "
                + ShellText.quoted(folder.resolve(ExecFolder.PROGRAM).toString())
                + "\ncode=$?\n"
                + note(folder, ExecFolder.EXIT, "$code")
                + "exit $code\n";
    }

    String programScript(Path folder) {
        var text = new StringBuilder();
        text.append("cd ").append(ShellText.quoted(folder())).append(" || exit 126\n");
        text.append("set -- ").append(ShellText.quoted(arguments())).append('\n');
        if (!spec.user().isEmpty()) {
            String[] names = spec.user().split(":", 2);
            text.append("u=").append(ShellText.quoted(names[0])).append('\n');
            text.append("g=").append(ShellText.quoted(names.length > 1 ? names[1] : ""));
            text.append(
                    """

                    if id "$u" >/dev/null 2>&1; then
                      set -- setpriv --reuid "$u" --regid "${g:-$(id -g "$u")}" --init-groups -- "$@"
                    else
                      set -- setpriv --reuid "$u" --regid "${g:-$u}" --clear-groups -- "$@"
                    fi
                    """);
        }
        // beltd may have been started with signals ignored, which children inherit
        text.append(
                "env --default-signal true 2>/dev/null && set -- env --default-signal \"$@\"\n");
        text.append(note(folder, ExecFolder.CHILD, "$$"));
        return text.append("unset u g\nexec \"$@\"\n").toString();
    }

    /// Writes a small file so that it is there whole or not at all.
    private static String note(Path folder, String name, String value) {
        String file = ShellText.quoted(folder.resolve(name).toString());
        return "echo " + value + " > " + file + ".new && mv " + file + ".new " + file + "\n";
    }
}
