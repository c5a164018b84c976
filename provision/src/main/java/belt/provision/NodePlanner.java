package belt.provision;

import belt.core.BeltException;
import belt.provision.facts.FactsReader;
import belt.provision.facts.HostFacts;
import belt.provision.step.Checksum;
import belt.provision.step.Condition;
import belt.provision.step.NodeBundle;
import belt.provision.step.Plan;
import belt.provision.step.Step;
import belt.provision.step.Step.Action;
import belt.templates.NodeFile;
import belt.templates.NodeFileRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/// Decides what has to be done to a machine: facts and a wish in, steps out. Pure: it touches nothing.
final class NodePlanner {
    private static final Duration ENGINE_START = Duration.ofSeconds(90);
    private static final Duration BELTD_START = Duration.ofSeconds(90);

    static final NodeFile.SuperviseScript.Service BELTD_SERVICE =
            new NodeFile.SuperviseScript.Service(
                    "beltd",
                    NodePaths.BELTD + " --config " + NodePaths.CONFIG,
                    List.of(0, 2, 3),
                    45);

    private final NodeFileRenderer renderer;
    private final HostFacts facts;
    private final NodeSpec spec;
    private final String login;
    private final boolean systemd;
    private final EnginePlanner engine;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    NodePlanner(NodeFileRenderer renderer, HostFacts facts, NodeSpec spec, String login) {
        this.renderer = renderer;
        this.facts = facts;
        this.spec = spec;
        this.login = login;
        this.systemd =
                switch (spec.software().supervision()) {
                    case AUTO -> facts.system().systemd();
                    case SYSTEMD -> true;
                    case SUPERVISOR -> false;
                };
        this.engine = new EnginePlanner(facts, spec, systemd);
    }

    /// What the facts have to tell.
    static FactsReader.Request request(NodeSpec spec) {
        return new FactsReader.Request(
                List.of(
                        NodePaths.CONFIG_DIR,
                        NodePaths.CONFIG,
                        NodePaths.SUPERVISE,
                        NodePaths.SYSCTL_DIR,
                        NodePaths.SYSCTL,
                        NodePaths.TLS_DIR,
                        NodePaths.TLS_KEY,
                        NodePaths.UNIT,
                        NodePaths.ENGINE_DIR),
                List.of(
                        NodePaths.ENGINE_CONFIG,
                        NodePaths.TLS_CA,
                        NodePaths.TLS_SERVER,
                        NodePaths.SYSCTL_REFUSED),
                spec.kernel().keys(),
                spec.software().images().stream().map(NodeSpec.ImageArchive::reference).toList());
    }

    NodePlan plan() {
        var reached = new EnumMap<NodeStage, Integer>(NodeStage.class);
        Optional<NodeBundle> bundle = bundle();
        hostname();
        directory(NodePaths.CONFIG_DIR, 0755);
        kernel();
        reached.put(NodeStage.TUNED, steps.size());
        engine.prepare(this::file, this::directory, steps, notes, renderer);
        Optional<NodeFile.SuperviseScript> supervisor = supervisor(bundle.isPresent());
        supervisor.ifPresent(script -> file(NodePaths.SUPERVISE, renderer.render(script), 0755));
        engine.start(steps, ENGINE_START);
        reached.put(NodeStage.ENGINE_READY, steps.size());
        bundle.ifPresent(this::beltd);
        images();
        return new NodePlan(new Plan(spec.name(), steps, notes), reached);
    }

    private Optional<NodeBundle> bundle() {
        String arch = facts.system().arch();
        Optional<NodeBundle> bundle = spec.software().bundles().find(arch);
        if (bundle.isPresent() && !bundle.get().arch().equals(arch)) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.NO_BUNDLE,
                    spec.name()
                            + " is "
                            + arch
                            + ", the node bundle is for "
                            + bundle.get().arch());
        }
        return bundle;
    }

    private void hostname() {
        boolean known = facts.system().hostsKnowName();
        boolean named = facts.system().hostname().equals(spec.name());
        if (!named || !known) {
            steps.add(new Step.Hostname(spec.name(), true));
        }
    }

    private void kernel() {
        SysctlProfile.Fit fit = spec.kernel().fit(facts);
        notes.addAll(fit.notes());
        directory(NodePaths.SYSCTL_DIR, 0755);
        var dropIn = new NodeFile.SysctlDropIn(spec.kernel().describe(), fit.dropIn());
        file(NodePaths.SYSCTL, renderer.render(dropIn), 0644);
        if (!fit.toApply().isEmpty()) {
            steps.add(new Step.Sysctl(fit.toApply()));
        }
    }

    private Optional<NodeFile.SuperviseScript> supervisor(boolean withBeltd) {
        if (systemd) {
            return Optional.empty();
        }
        var services = new ArrayList<NodeFile.SuperviseScript.Service>();
        engine.service().ifPresent(services::add);
        if (withBeltd) {
            services.add(BELTD_SERVICE);
        }
        return services.isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeFile.SuperviseScript(services));
    }

    private void beltd(NodeBundle bundle) {
        if (!login.equals("root") && !facts.beltd().loginInGroup()) {
            steps.add(new Step.JoinGroup(login, "belt"));
        }
        if (!bundle.sha256().equals(facts.beltd().bundles().get(bundle.version()))) {
            steps.add(new Step.InstallBundle(bundle));
        }
        if (!facts.beltd().current().equals(bundle.version())) {
            steps.add(new Step.Link(NodePaths.CURRENT, bundle.version()));
        }
        String config = renderer.render(config());
        file(NodePaths.CONFIG, config, 0644);
        String tls = tls();
        String unit = "";
        if (systemd) {
            unit =
                    renderer.render(
                            new NodeFile.BeltdUnit(
                                    NodePaths.BELTD, NodePaths.CONFIG, engine.wanted()));
            file(NodePaths.UNIT, unit, 0644);
        }
        startBeltd(Checksum.ofText(bundle.sha256() + config + tls + unit));
        removeOldBundles(bundle);
    }

    private NodeFile.BeltdConfig config() {
        return new NodeFile.BeltdConfig(
                spec.advertiseAddress(),
                spec.name(),
                engine.wanted() ? NodePaths.ENGINE_SOCKET : "",
                spec.labels(),
                "info");
    }

    /// @return the checksums of what is there in the end
    private String tls() {
        Optional<NodeSpec.TlsMaterial> material = spec.tls().material(facts);
        if (material.isEmpty()) {
            return checksum(NodePaths.TLS_CA)
                    + checksum(NodePaths.TLS_SERVER)
                    + checksum(NodePaths.TLS_KEY);
        }
        NodeSpec.TlsMaterial tls = material.get();
        directory(NodePaths.TLS_DIR, 0700);
        file(NodePaths.TLS_CA, tls.caPem(), 0644);
        String key = tls.serverKeyPem().reveal();
        if (differs(NodePaths.TLS_KEY, key, 0600)) {
            steps.add(new Step.WriteSecret(NodePaths.TLS_KEY, tls.serverKeyPem(), 0600));
        }
        file(NodePaths.TLS_SERVER, tls.serverPem(), 0644); // last: its presence turns TLS on
        return Checksum.ofText(tls.caPem())
                + Checksum.ofText(tls.serverPem())
                + Checksum.ofText(key);
    }

    private String checksum(String path) {
        HostFacts.FileFact fact = facts.files().get(path);
        return fact == null ? "" : fact.sha256();
    }

    private void startBeltd(String applied) {
        boolean runs = facts.beltd().running();
        boolean asWanted = facts.beltd().applied().equals(applied);
        boolean enabled = !systemd || facts.beltd().unitEnabled();
        if (runs && asWanted && enabled) {
            return;
        }
        Action action = runs && !asWanted ? Action.RESTART : Action.START;
        steps.add(
                systemd
                        ? new Step.Service("beltd", action, true)
                        : new Step.Supervise("beltd", action));
        steps.add(new Step.WaitFor(beltdAnswers(), BELTD_START));
        if (!asWanted) {
            steps.add(new Step.WriteFile(NodePaths.APPLIED, applied + "\n", 0644));
        }
    }

    private Condition beltdAnswers() {
        String mayCome =
                systemd
                        ? "s=$(systemctl is-active beltd); [ \"$s\" = active ] || [ \"$s\" = activating ]"
                        : NodePaths.SUPERVISE + " status beltd | grep -q 'running\\|waiting'";
        String evidence =
                systemd
                        ? "journalctl -u beltd -n 5 -o cat --no-pager"
                        : "tail -n 5 " + NodePaths.LOG;
        return new Condition.Ping(NodePaths.SOCKET, mayCome, evidence);
    }

    /// The version before stays, for the way back.
    private void removeOldBundles(NodeBundle bundle) {
        List<String> old =
                facts.beltd().bundles().keySet().stream()
                        .filter(v ->
                                !v.equals(bundle.version()) && !v.equals(facts.beltd().current()))
                        .sorted()
                        .map(v -> NodePaths.BUNDLES + "/" + v)
                        .toList();
        if (!old.isEmpty() && !facts.beltd().current().equals(bundle.version())) {
            steps.add(new Step.Remove(old));
        }
    }

    private void images() {
        if (!engine.wanted()) {
            return;
        }
        for (NodeSpec.ImageArchive image : spec.software().images()) {
            String there = facts.engine().images().getOrDefault(image.reference(), "");
            if (!List.of(there.split(" ")).contains(image.identity())) {
                steps.add(new Step.LoadImage(image.archive(), image.reference(), image.identity()));
            }
        }
    }

    private void file(String path, String content, int mode) {
        if (differs(path, content, mode)) {
            steps.add(new Step.WriteFile(path, content, mode));
        }
    }

    private boolean differs(String path, String content, int mode) {
        HostFacts.FileFact fact = facts.files().get(path);
        return fact == null
                || fact.mode() != mode
                || !fact.sha256().equals(Checksum.ofText(content));
    }

    private void directory(String path, int mode) {
        HostFacts.FileFact fact = facts.files().get(path);
        if (fact == null || fact.mode() != mode) {
            steps.add(new Step.Directory(path, mode));
        }
    }
}
