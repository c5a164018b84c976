package belt.playbooks;

import static belt.provision.ssh.ShellWord.quote;

import belt.core.BeltException;
import belt.provision.step.Condition;
import belt.provision.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The modules that are about packages, services, the kernel and commands.
final class SystemModules {
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private SystemModules() {}

    static ModulePlan packages(Arguments args, NodeProbe probe) throws InterruptedException {
        List<String> names = args.list("name");
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9.+:_-]*")) {
                throw args.task()
                        .place()
                        .wrong(
                                PlaybookProblem.NOT_SUPPORTED,
                                "the package name '" + name + "' is not supported by belt");
            }
        }
        boolean present =
                args.choice("state", "present", List.of("present", "absent")).equals("present");
        String manager = manager(args, probe);
        List<String> there = Arrays.asList(probe.look(installed(manager, names)).split("\\s+"));
        List<String> differ =
                names.stream().filter(name -> there.contains(name) != present).toList();
        if (differ.isEmpty()) {
            return ModulePlan.NOTHING;
        }
        if (!present) {
            return new ModulePlan.Steps(List.of(new Step.RemovePackages(manager, differ)));
        }
        var steps = new ArrayList<Step>();
        if (args.flag("update_cache").orElse(false)) {
            steps.add(
                    new Step.Exec(
                            "read the package lists anew",
                            "apt-get -q -o DPkg::Lock::Timeout=600 update",
                            LONG));
        }
        steps.add(new Step.InstallPackages(manager, differ, false));
        return new ModulePlan.Steps(steps);
    }

    private static String manager(Arguments args, NodeProbe probe) throws InterruptedException {
        String found =
                probe.look(
                        "for c in apt-get dnf apk; do command -v $c >/dev/null && { echo $c; break; }; done");
        boolean wrong = args.task().module() == ModuleKind.APT && !found.equals("apt-get");
        if (found.isEmpty() || wrong) {
            throw new BeltException.OperationFailed(
                    PlaybookProblem.TASK_FAILED,
                    "the node has "
                            + (found.isEmpty() ? "no package manager that belt knows" : found)
                            + (wrong ? ", not apt" : ""));
        }
        return found;
    }

    /// Prints those of the names that are installed.
    private static String installed(String manager, List<String> names) {
        String list = names.stream().map(n -> quote(n)).collect(Collectors.joining(" "));
        String test =
                switch (manager) {
                    case "apt-get" ->
                            "dpkg-query -W -f='${db:Status-Status}\\n' \"$n\" 2>/dev/null | grep -qx installed";
                    case "dnf" -> "rpm -q \"$n\" >/dev/null 2>&1";
                    default -> "apk info -e \"$n\" >/dev/null 2>&1";
                };
        return "for n in " + list + "; do " + test + " && echo \"$n\"; done";
    }

    static ModulePlan sysctl(Arguments args, NodeProbe probe) throws InterruptedException {
        String key = args.require("name");
        if (!key.matches("[a-z0-9_]+([./][A-Za-z0-9_*-]+)+")) {
            throw args.wrong("name", "is '" + key + "', which is not a kernel setting");
        }
        String file = args.find("sysctl_file").orElse("/etc/sysctl.conf");
        boolean present =
                args.choice("state", "present", List.of("present", "absent")).equals("present");
        String value = present ? args.require("value") : "";
        String pattern = "^[[:space:]]*" + key.replace(".", "[./]") + "[[:space:]]*=";
        String now =
                probe.look(
                        "grep -E "
                                + quote(pattern)
                                + " "
                                + quote(file)
                                + " 2>/dev/null | tail -n 1; echo; tr '\\t' ' ' </proc/sys/"
                                + key.replace('.', '/'));
        String[] lines = (now + "\n\n").split("\n", 3);
        String written = lines[0].replaceFirst("^[^=]*=\\s*", "").strip();
        var steps = new ArrayList<Step>();
        if (present ? !written.equals(value) || lines[0].isEmpty() : !lines[0].isEmpty()) {
            String line =
                    present ? "\nprintf '%s\\n' " + quote(key + "=" + value) + " >>\"$f\"" : "";
            steps.add(
                    new Step.Exec(
                            (present
                                            ? "write " + key + "=" + value + " to "
                                            : "remove " + key + " from ")
                                    + file,
                            "set -e\nf="
                                    + quote(file)
                                    + "\ntouch \"$f\"\nsed -i -E "
                                    + quote("/" + pattern.replace("/", "\\/") + "/d")
                                    + " \"$f\""
                                    + line,
                            SHORT));
        }
        String runs = Arrays.stream(lines).skip(1).filter(l -> !l.isBlank()).findFirst().orElse("");
        boolean apply = present && args.flag("reload").orElse(true) && !runs.strip().equals(value);
        if (apply) {
            steps.add(
                    new Step.Exec(
                            "set " + key + "=" + value,
                            "echo " + quote(value) + " >/proc/sys/" + key.replace('.', '/'),
                            SHORT));
        }
        return new ModulePlan.Steps(steps);
    }

    static ModulePlan service(Arguments args, NodeProbe probe) throws InterruptedException {
        String unit = args.require("name");
        Optional<Boolean> enabled = args.flag("enabled");
        Optional<String> state = args.find("state");
        if (enabled.isEmpty() && state.isEmpty()) {
            throw args.wrong("state", "or enabled is needed");
        }
        String u = quote(unit);
        String now =
                probe.look(
                        "[ -d /run/systemd/system ] || { echo none; exit; }; systemctl is-active "
                                + u
                                + "; systemctl is-enabled "
                                + u
                                + " 2>/dev/null; :");
        if (now.equals("none")) {
            throw new BeltException.OperationFailed(
                    PlaybookProblem.TASK_FAILED,
                    "the node does not run systemd, belt manages no services there");
        }
        List<String> words = now.lines().toList();
        boolean active = !words.isEmpty() && words.getFirst().equals("active");
        boolean on = words.size() > 1 && words.get(1).equals("enabled");
        var steps = new ArrayList<Step>();
        enabled.filter(wanted -> wanted != on)
                .ifPresent(wanted -> {
                    String verb = wanted ? "enable" : "disable";
                    steps.add(
                            new Step.Exec(
                                    verb + " " + unit, "systemctl " + verb + " -q " + u, SHORT));
                });
        if (state.isPresent()) {
            List<String> known = List.of("started", "stopped", "restarted", "reloaded");
            action(args.choice("state", "", known), active)
                    .ifPresent(action -> steps.add(new Step.Service(unit, action, false)));
        }
        return new ModulePlan.Steps(steps);
    }

    private static Optional<Step.Action> action(String state, boolean active) {
        return switch (state) {
            case "started" -> active ? Optional.empty() : Optional.of(Step.Action.START);
            case "stopped" -> active ? Optional.of(Step.Action.STOP) : Optional.empty();
            case "restarted" -> Optional.of(Step.Action.RESTART);
            default -> Optional.of(active ? Step.Action.RELOAD : Step.Action.START);
        };
    }

    static ModulePlan command(Arguments args, NodeProbe probe) throws InterruptedException {
        Optional<String> creates = args.find("creates");
        Optional<String> removes = args.find("removes");
        for (String path : List.of(creates.orElse(""), removes.orElse(""))) {
            if (path.matches(".*[*?\\[].*")) {
                throw args.task()
                        .place()
                        .wrong(
                                PlaybookProblem.NOT_SUPPORTED,
                                "a pattern in creates or removes is not supported by belt");
            }
        }
        if (creates.isPresent() && exists(probe, creates.get())
                || removes.isPresent() && !exists(probe, removes.get())) {
            return ModulePlan.NOTHING;
        }
        String line = line(args);
        String folder = args.find("chdir").map(d -> "cd " + quote(d) + " || exit\n").orElse("");
        return new ModulePlan.Command("run " + line.lines().findFirst().orElse(""), folder + line);
    }

    /// `command` starts a program without a shell: no variable, no pipe and no wildcard means anything in it.
    private static String line(Arguments args) {
        List<String> argv = args.list("argv");
        Optional<String> text = args.find("cmd");
        if (text.isPresent() == !argv.isEmpty()) {
            throw args.wrong("cmd", "and argv: exactly one of them is needed");
        }
        if (args.task().module() == ModuleKind.SHELL) {
            return text.orElseThrow();
        }
        List<String> words = text.isPresent() ? Words.split(args, text.get()) : argv;
        if (words.isEmpty()) {
            throw args.wrong("cmd", "is empty");
        }
        return words.stream().map(w -> quote(w)).collect(Collectors.joining(" "));
    }

    private static boolean exists(NodeProbe probe, String path) throws InterruptedException {
        return probe.look("[ -e " + quote(path) + " ] && echo y").equals("y");
    }

    static ModulePlan waitFor(Arguments args) {
        Duration limit = Duration.ofSeconds(args.number("timeout", 300));
        String state = args.choice("state", "started", List.of("started", "present", "absent"));
        Optional<String> path = args.find("path");
        int port = args.number("port", 0);
        if (path.isPresent() == (port != 0)) {
            throw args.wrong("port", "and path: exactly one of them is needed");
        }
        if (path.isPresent()) {
            return new ModulePlan.Wait(
                    new Step.WaitFor(
                            new Condition.PathState(path.get(), !state.equals("absent")), limit));
        }
        if (state.equals("absent")) {
            throw args.task()
                    .place()
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            "waiting for a port to close is not supported by belt");
        }
        String host = args.find("host").orElse("127.0.0.1");
        return new ModulePlan.Wait(new Step.WaitFor(new Condition.Port(host, port), limit));
    }
}
