package belt.cli.operate;

import belt.cli.command.Globals;
import belt.cli.creation.Stage;
import belt.cli.creation.StageLog;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.pki.OperatorCa;
import belt.pki.Pem;
import belt.provider.Machine;
import belt.provision.NodePaths;
import belt.provision.NodeProvisioner;
import belt.provision.NodeSpec;
import belt.provision.NodeStage;
import belt.provision.SysctlProfile;
import belt.provision.facts.FactsReader;
import belt.provision.facts.HostFacts;
import belt.provision.image.HelloImage;
import belt.provision.step.BundleCarrier;
import belt.provision.step.StepEvent;
import belt.provision.step.StepRunner;
import belt.templates.NodeFileRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Turns machines into nodes: engine, certificates, bundle, kernel settings, beltd. Running it again does what is left.
public final class NodeWork {
    private static final List<Path> BUSYBOX =
            List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

    /// The machine label that says which engine a node shall have, so that starting it again knows.
    public static final String ENGINE_LABEL = "belt.engine";

    /// Its value on nodes without an engine.
    public static final String NO_ENGINE = "none";

    /// More names for a machine's server certificate, separated by commas.
    public static final String SAN_LABEL = "belt.tls-san";

    /// The label of machines that nobody made a node yet, so that starting them does not do it.
    public static final String BARE_LABEL = "belt.bare";

    /// The label of an imported machine whose engine does not listen on belt's port.
    public static final String ENGINE_PORT_LABEL = "belt.engine-port";

    /// How labels begin that are for belt and not for the node.
    private static final String OWN = "belt.";

    private final Estate estate;
    private final Progress progress;
    private boolean freshCertificates;
    private StageLog log = StageLog.none();

    public NodeWork(Estate estate, Progress progress) {
        this.estate = estate;
        this.progress = progress;
    }

    /// Gives each machine a new server certificate, however young the present one is.
    public NodeWork withFreshCertificates() {
        freshCertificates = true;
        return this;
    }

    /// Writes down how far each machine is.
    public NodeWork withLog(StageLog where) {
        log = where;
        return this;
    }

    /// @return one outcome a machine
    public List<Outcome<NodeProvisioner.Provisioned>> provision(Collection<Machine> machines)
            throws InterruptedException {
        var keys = new ClusterKeys(estate.cluster(), estate.call().io().clock());
        OperatorCa ca = keys.operatorCa();
        keys.ensureClientCertificate(System.getProperty("user.name", "operator"));
        var provisioner =
                new NodeProvisioner(
                        new FactsReader(estate.call().io().clock()),
                        new NodeFileRenderer(),
                        new StepRunner(BundleCarrier.upload()));
        var wishes = new ArrayList<NodeProvisioner.Wish>();
        List<NodeSpec.ImageArchive> images = images(machines);
        int nodes = Math.max(machines.size(), estate.cluster().inventory().machines().size());
        for (Machine machine : machines) {
            wishes.add(
                    new NodeProvisioner.Wish(
                            ClusterSsh.target(machine), spec(machine, images, nodes, keys, ca)));
        }
        var patience =
                new NodeProvisioner.Patience(
                        estate.call().get(Globals.PARALLEL),
                        estate.call().get(Globals.TIMEOUT),
                        Duration.ofSeconds(20),
                        estate.call().interrupts());
        var outcomes =
                provisioner.provision(
                        new ClusterSsh(estate.call(), estate.cluster()).client(machines),
                        wishes,
                        patience,
                        listener());
        var byName = new HashMap<String, Machine>();
        machines.forEach(machine -> byName.put(machine.name(), machine));
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done<NodeProvisioner.Provisioned>(var node, var done) -> {
                    Nodes.nowBelts(estate.cluster(), Objects.requireNonNull(byName.get(node)));
                    progress.done(node, done.plan().isEmpty() ? "nothing to do" : "node is ready");
                    done.notes().forEach(note -> estate.call().out().detail(node + ": " + note));
                }
                case Outcome.Failed<NodeProvisioner.Provisioned>(var node, var problem) -> {
                    log.failed(node, problem);
                    progress.failed(node, String.valueOf(problem.getMessage()));
                }
            }
        }
        return outcomes;
    }

    private NodeProvisioner.Listener listener() {
        return new NodeProvisioner.Listener(
                waiting ->
                        progress.state(
                                waiting.target().node(),
                                "waiting for SSH"
                                        + waiting.reason().map(why -> " (" + why + ")").orElse("")),
                progress::state,
                event -> {
                    if (event.state() == StepEvent.State.STARTED) {
                        progress.state(
                                event.node(),
                                event.step().summary()
                                        + " ("
                                        + event.number()
                                        + " of "
                                        + event.of()
                                        + ")");
                    }
                },
                (node, stage) -> log.reached(node, stage(stage)));
    }

    private static Stage stage(NodeStage reached) {
        return switch (reached) {
            case SSH_READY -> Stage.SSH_READY;
            case BOOT_DONE -> Stage.BOOT_DONE;
            case TUNED -> Stage.TUNED;
            case ENGINE_READY -> Stage.ENGINE_READY;
            case READY -> Stage.READY;
        };
    }

    /// Those of a machine's labels that are the node's too, `key=value`.
    public static List<String> nodeLabels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(each -> !each.getKey().startsWith(OWN))
                .map(each -> each.getKey() + "=" + each.getValue())
                .sorted()
                .toList();
    }

    private NodeSpec spec(
            Machine machine,
            List<NodeSpec.ImageArchive> images,
            int nodes,
            ClusterKeys keys,
            OperatorCa ca) {
        boolean engine = !NO_ENGINE.equals(machine.labels().get(ENGINE_LABEL));
        List<String> labels = nodeLabels(machine.labels());
        return new NodeSpec(
                machine.name(),
                machine.addresses().getFirst(),
                labels,
                new NodeSpec.Software(
                        engine
                                ? new NodeSpec.EngineWish.FromDistribution()
                                : new NodeSpec.EngineWish.None(),
                        NodeBundles.of(estate.call().io()),
                        NodeSpec.Supervision.AUTO,
                        engine && machine.provider().equals("local") ? images : List.of()),
                new SysctlProfile(nodes, 100),
                facts -> certificate(machine, facts, keys, ca));
    }

    /// A new server certificate, unless the one that is there is ours, names the addresses, and is young.
    private Optional<NodeSpec.TlsMaterial> certificate(
            Machine machine, HostFacts facts, ClusterKeys keys, OperatorCa ca) {
        boolean sameCa =
                facts.content(NodePaths.TLS_CA)
                        .map(pem -> pem.strip().equals(ca.rootPem().strip()))
                        .orElse(false);
        boolean good =
                !freshCertificates
                        && sameCa
                        && facts.content(NodePaths.TLS_SERVER)
                                .map(pem -> fits(pem, machine, keys))
                                .orElse(false);
        if (good) {
            return Optional.empty();
        }
        var pair = OperatorCa.newKeyPair();
        var names = new ArrayList<>(machine.addresses());
        names.add("localhost");
        names.add("127.0.0.1");
        for (String name : machine.labels().getOrDefault(SAN_LABEL, "").split(",")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        var issued = ca.server(pair.getPublic(), machine.name(), names);
        return Optional.of(
                new NodeSpec.TlsMaterial(ca.rootPem(), issued.pem(), Pem.of(pair.getPrivate())));
    }

    private static boolean fits(String pem, Machine machine, ClusterKeys keys) {
        try {
            X509Certificate certificate = Pem.certificates(pem).getFirst();
            var names = certificate.getSubjectAlternativeNames();
            return keys.fresh(certificate)
                    && names != null
                    && machine.addresses().stream()
                            .allMatch(address ->
                                    names.stream().anyMatch(name -> address.equals(name.get(1))));
        } catch (BeltException | java.security.cert.CertificateParsingException e) {
            return false;
        }
    }

    /// The image `hello`, made once a clone from this host's static busybox; none where there is no busybox.
    private List<NodeSpec.ImageArchive> images(Collection<Machine> machines) {
        if (machines.stream().noneMatch(machine -> machine.provider().equals("local"))) {
            return List.of();
        }
        Path busybox = BUSYBOX.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (busybox == null) {
            estate.call()
                    .out()
                    .warn("the image hello is left out: this host has no busybox-static");
            return List.of();
        }
        Path folder = estate.cluster().folder().resolve("images");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    OperateProblem.CANNOT_RUN_HERE,
                    "folder " + folder + " cannot be made: " + e.getMessage(),
                    e);
        }
        return List.of(HelloImage.write(busybox, folder.resolve("hello.tar")));
    }
}
