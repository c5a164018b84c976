package belt.provider.local;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.linux.CgroupLayout;
import belt.linux.Command;
import belt.linux.ControlGroup;
import belt.linux.ProcessId;
import belt.linux.ProcessNamespaces;
import belt.linux.ProcessStat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A machine as the kernel has it: the processes of one control group. No pid is ever written down; the group's name comes
/// from the machine's id, and its first process is the one that is number 1 in its own pid namespace.
///
/// @param record whose they are
/// @param disk its disks
/// @param cgroups how the host's control groups are laid out
record MachineProcesses(MachineRecord record, MachineDisk disk, CgroupLayout cgroups) {
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration KILLED = Duration.ofSeconds(20);
    private static final Duration ORDERLY = Duration.ofSeconds(20);
    private static final int SIGTERM = 15;

    /// systemd powers off on SIGRTMIN+4.
    private static final int POWER_OFF = 38;

    /// Where all groups of local machines are.
    static final String PARENT = "belt-local/";

    static ControlGroup group(CgroupLayout cgroups, String id) {
        return cgroups.group(PARENT + id);
    }

    private ControlGroup group() {
        return group(cgroups, record.id());
    }

    /// The machine's first process; empty if it does not run.
    Optional<ProcessId> init() {
        return group().processes().stream()
                .filter(pid -> ProcessNamespaces.of(pid).isInit())
                .findFirst()
                .flatMap(ProcessId::find);
    }

    /// Starts it. Whatever an earlier start left is removed first.
    void start(Fabric fabric, Bases bases) throws InterruptedException {
        removeFromKernel(record.id(), cgroups, Optional.of(fabric));
        group().create(record.limits());
        placeScripts();
        Command.Result launched = launch(fabric, bases).run();
        if (!launched.succeeded()) {
            throw new BeltException.OperationFailed(
                            LocalProblem.MACHINE_DIED, record.name() + ": it cannot be started")
                    .withDetail(disk.log() + " ends with: " + lastLine());
        }
    }

    private Command launch(Fabric fabric, Bases bases) {
        String groups =
                group().folders().stream().map(Path::toString).collect(Collectors.joining("\n"));
        // It ends once the first process was forked. A session of its own, without a terminal:
        // Ctrl-C at the operator's terminal and the end
        // of belt do not reach it.
        return Command.of("setsid", "sh", "./launch.sh")
                .in(disk.folder())
                .withEnvironment("BELT_GROUPS", groups)
                .withEnvironment("BELT_CGROUP_MOUNTS", cgroupMounts(cgroups))
                .withEnvironment("BELT_FABRIC", fabric.namespace().file().toString())
                .withEnvironment("BELT_BRIDGE", Fabric.BRIDGE)
                .withEnvironment("BELT_PORT", Fabric.port(record.id()))
                .withEnvironment("BELT_MAC", Fabric.mac(record.address()))
                .withEnvironment("BELT_ADDRESS", record.address())
                .withEnvironment("BELT_PREFIX", Integer.toString(fabric.range().prefix()))
                .withEnvironment("BELT_GATEWAY", fabric.gateway())
                .withEnvironment("BELT_NAME", record.name())
                .withEnvironment("BELT_BASE", bases.root(record.base()).toString())
                .withEnvironment("BELT_INIT", record.init().name());
    }

    /// Gives a machine that runs the limits of its record.
    void limit() {
        if (group().exists()) {
            group().create(record.limits());
        }
    }

    /// Ends it in good order: its own processes are asked to end and get time for it; the first one goes last.
    void stop(Optional<Fabric> fabric) throws InterruptedException {
        Optional<ProcessId> init = init();
        if (init.isPresent()) {
            Deadline deadline = Deadline.in(ORDERLY);
            if (record.init() == MachineRecord.Init.SYSTEMD) {
                init.get().signal(POWER_OFF);
                deadline.await(LOOK, () -> !init.get().alive());
            } else {
                List<ProcessId> others = ownProcesses(init.get());
                others.forEach(process -> process.signal(SIGTERM));
                deadline.await(LOOK, () -> others.stream().noneMatch(ProcessId::alive));
                init.get().signal(SIGTERM);
                deadline.await(LOOK, () -> !init.get().alive());
            }
        }
        removeFromKernel(record.id(), cgroups, fabric);
    }

    /// Ends it at once: nothing in it is asked.
    void kill(Optional<Fabric> fabric) throws InterruptedException {
        removeFromKernel(record.id(), cgroups, fabric);
    }

    /// Ends a machine at once, and removes what the kernel has of it. Harmless if there is nothing.
    static void removeFromKernel(String id, CgroupLayout cgroups, Optional<Fabric> fabric)
            throws InterruptedException {
        ControlGroup group = group(cgroups, id);
        group.kill(KILLED);
        if (fabric.isPresent()) {
            fabric.get().unplug(id);
        }
        group.remove(KILLED);
    }

    /// Waits until its sshd answers.
    void awaitSsh(Duration patience) throws InterruptedException {
        boolean[] died = {false};
        boolean[] answered = {false};
        Deadline deadline = Deadline.in(patience);
        deadline.await(
                LOOK,
                () -> {
                    answered[0] = SshProbe.answers(record.address(), 22, Duration.ofMillis(500));
                    died[0] = !answered[0] && isEmpty() && isEmpty();
                    return answered[0] || died[0];
                });
        if (died[0]) {
            throw new BeltException.OperationFailed(
                            LocalProblem.MACHINE_DIED,
                            record.name() + ": its first process ended while it was started")
                    .withDetail(disk.log() + " ends with: " + lastLine());
        }
        if (!answered[0]) {
            throw new BeltException.Unreachable(
                            LocalProblem.NO_SSH,
                            record.name()
                                    + ": sshd does not answer on "
                                    + record.address()
                                    + " after "
                                    + patience.toSeconds()
                                    + " s")
                    .withDetail(disk.log() + " ends with: " + lastLine());
        }
    }

    /// To be asked twice: systemd moves itself into a group below, and may be passed over by one look at all groups.
    private boolean isEmpty() {
        return group().processes().isEmpty();
    }

    /// Those in the machine's own pid namespace, not in a container's: an engine ends its containers itself. Without sshd's
    /// listener, at whose end tini ends too, and with it everything at once.
    private List<ProcessId> ownProcesses(ProcessId init) {
        return group().processes().stream()
                .filter(pid -> pid != init.pid() && ProcessNamespaces.of(pid).depth() == 1)
                .filter(pid -> !isListener(pid, init))
                .flatMap(pid -> ProcessId.find(pid).stream())
                .toList();
    }

    private static boolean isListener(long pid, ProcessId init) {
        return ProcessStat.find(pid)
                .filter(stat -> stat.parent() == init.pid() && stat.name().equals("sshd"))
                .isPresent();
    }

    private void placeScripts() {
        for (String script : new String[] {"launch.sh", "network.sh", "machine.sh"}) {
            try (var from = MachineProcesses.class.getResourceAsStream(script)) {
                if (from == null) {
                    throw new BeltException.Bug(script + " is not in the jar");
                }
                Files.copy(
                        from, disk.folder().resolve(script), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new BeltException.OperationFailed(
                        LocalProblem.FILE_SYSTEM,
                        record.name() + ": " + script + " cannot be written",
                        e);
            }
        }
    }

    /// What machine.sh mounts at `/sys/fs/cgroup`: `v2`, or one line `folder options` per version 1 hierarchy.
    private static String cgroupMounts(CgroupLayout layout) {
        if (layout.unifiedOnly()) {
            return "v2";
        }
        return layout.hierarchies().stream()
                .filter(hierarchy -> !hierarchy.unified())
                .map(hierarchy -> hierarchy.root().getFileName() + " " + hierarchy.options())
                .collect(Collectors.joining("\n"));
    }

    private String lastLine() {
        try {
            String text = Files.readString(disk.log(), StandardCharsets.ISO_8859_1).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return "nothing";
        }
    }
}
