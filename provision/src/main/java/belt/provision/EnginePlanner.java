package belt.provision;

import belt.core.BeltException;
import belt.provision.facts.HostFacts;
import belt.provision.step.Condition;
import belt.provision.step.Step;
import belt.provision.step.Step.Action;
import belt.templates.NodeFile;
import belt.templates.NodeFileRenderer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The part of a node's plan that is about its container engine.
final class EnginePlanner {
    private static final String UNIT = "docker";
    private static final String DAEMON = "dockerd";

    /// On a machine whose configuration does not say where it listens.
    static final NodeFile.SuperviseScript.Service SERVICE =
            service(" -H unix://" + NodePaths.ENGINE_SOCKET);

    private final HostFacts facts;
    private final NodeSpec spec;
    private final boolean systemd;
    private boolean configChanged;
    private boolean saysHosts;

    EnginePlanner(HostFacts facts, NodeSpec spec, boolean systemd) {
        this.facts = facts;
        this.spec = spec;
        this.systemd = systemd;
    }

    /// Whether the node has an engine afterwards.
    boolean wanted() {
        return switch (spec.software().engine()) {
            case NodeSpec.EngineWish.None() -> false;
            case NodeSpec.EngineWish.FromDistribution() -> true;
            case NodeSpec.EngineWish.FromPackages _ -> true;
        };
    }

    /// Writes a file where it differs.
    @FunctionalInterface
    interface FileWriter {
        void write(String path, String content, int mode);
    }

    /// Makes a folder where it lacks.
    @FunctionalInterface
    interface FolderMaker {
        void make(String path, int mode);
    }

    /// The configuration comes before the packages: a package that starts the engine starts it with ours.
    void prepare(
            FileWriter files,
            FolderMaker folders,
            List<Step> steps,
            List<String> notes,
            NodeFileRenderer renderer) {
        if (!wanted()) {
            return;
        }
        EngineSettings settings = EngineSettings.of(facts, spec);
        notes.addAll(settings.notes());
        configChanged = settings.changed();
        saysHosts = settings.hasHosts();
        if (configChanged) {
            folders.make(NodePaths.ENGINE_DIR, 0755);
            var file = new NodeFile.EngineConfig(settings.entries());
            files.write(NodePaths.ENGINE_CONFIG, renderer.render(file), 0644);
        }
        if (!facts.engine().installed()) {
            steps.add(
                    new Step.InstallPackages(
                            facts.system().packageManager(), packages(), !systemd));
        }
    }

    private List<String> packages() {
        if (spec.software().engine() instanceof NodeSpec.EngineWish.FromPackages(var names)) {
            return names;
        }
        HostFacts.OperatingSystem os = facts.system();
        return switch (os.packageManager()) {
            // Debian split the client off in version 13
            case "apt-get" ->
                    os.osId().equals("debian") && os.osMajor() >= 13
                            ? List.of("docker.io", "docker-cli", "ca-certificates")
                            : List.of("docker.io", "ca-certificates");
            case "dnf" ->
                    switch (os.osId()) {
                        case "fedora" -> List.of("moby-engine");
                        case "amzn" -> List.of("docker");
                        default -> throw unsupported();
                    };
            case "apk" -> List.of("docker");
            default -> throw unsupported();
        };
    }

    private BeltException unsupported() {
        return new BeltException.OperationFailed(
                        ProvisionProblem.UNSUPPORTED_SYSTEM,
                        spec.name() + ": belt does not know where this system's engine comes from")
                .withDetail("seen: " + facts.system().describe());
    }

    /// The engine as a daemon of our supervisor; empty where somebody else runs it. By name, not by path: the path is
    /// not known before it is installed, and the file has to be the same afterwards.
    Optional<NodeFile.SuperviseScript.Service> service() {
        if (!ours()) {
            return Optional.empty();
        }
        return Optional.of(saysHosts ? service("") : SERVICE);
    }

    private static NodeFile.SuperviseScript.Service service(String listen) {
        return new NodeFile.SuperviseScript.Service(DAEMON, DAEMON + listen, List.of(0), 30);
    }

    private boolean ours() {
        boolean foreign = facts.engine().running() && !facts.engine().supervised();
        return wanted() && !systemd && !foreign;
    }

    /// Starts what does not run. One that runs is told to read its configuration again, not restarted: where live-restore
    /// was off until now, a restart would end every container.
    void start(List<Step> steps, Duration limit) {
        if (!wanted()) {
            return;
        }
        boolean runs = facts.engine().running();
        boolean enabled = !systemd || facts.engine().unitEnabled();
        if (!runs || !enabled) {
            steps.add(
                    systemd
                            ? new Step.Service(UNIT, Action.START, true)
                            : new Step.Supervise(DAEMON, Action.START));
            steps.add(new Step.WaitFor(answers(), limit));
        } else if (configChanged) {
            steps.add(reload());
        }
    }

    private Step reload() {
        if (systemd) {
            return new Step.Service(UNIT, Action.RELOAD, false);
        }
        return ours()
                ? new Step.Supervise(DAEMON, Action.RELOAD)
                : new Step.Exec(
                        "let the engine read its configuration again",
                        "kill -HUP \"$(cat /run/docker.pid)\"",
                        Duration.ofSeconds(20));
    }

    private Condition answers() {
        String mayCome =
                systemd
                        ? "s=$(systemctl is-active docker); [ \"$s\" = active ] || [ \"$s\" = activating ]"
                        : NodePaths.SUPERVISE + " status dockerd | grep -q 'running\\|waiting'";
        String evidence =
                systemd
                        ? "journalctl -u docker -n 5 -o cat --no-pager"
                        : "tail -n 5 " + NodePaths.LOG_DIR + "/dockerd.log";
        return new Condition.Ping(NodePaths.ENGINE_SOCKET, mayCome, evidence);
    }
}
