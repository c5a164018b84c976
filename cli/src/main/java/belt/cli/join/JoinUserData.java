package belt.cli.join;

import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.NodeBundles;
import belt.cli.operate.NodeWork;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineSpec;
import belt.provider.ProviderType;
import belt.provision.BundleShelf;
import belt.provision.JoinScript;
import belt.provision.SysctlProfile;
import belt.provision.ssh.SshClient;
import belt.provision.step.NodeBundle;
import belt.templates.NodeFileRenderer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must be so before machines that join by themselves are asked for: a cluster with managers that hand out the node
/// bundles, and the script for the machines' first boot.
///
/// @param estate the cluster
/// @param progress shows what takes time
public record JoinUserData(Estate estate, Progress progress) {
    private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64");

    /// How many tasks of other nodes one node may talk to, as for nodes that are provisioned over SSH.
    private static final int TASKS_PER_NODE = 100;

    /// The operator's wish with the user data that makes machines join; it holds gaps and no secret.
    ///
    /// @param count how many machines are to come
    /// @throws BeltException if the provider has no user data, no manager answers, or one cannot be given the bundles
    public MachineSpec of(MachineSpec wish, ProviderType type, int count)
            throws InterruptedException {
        if (!type.can(Capability.USER_DATA)) {
            throw Capability.USER_DATA
                    .missing(type)
                    .withRemedy("make the machines without --join, then belt join");
        }
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            ClusterClient manager = apis.manager().client();
            List<NodeBundle> bundles = bundles();
            List<NodeSummary> nodes = manager.nodes();
            shelve(nodes, bundles);
            boolean engine = !NodeWork.NO_ENGINE.equals(wish.labels().get(NodeWork.ENGINE_LABEL));
            var script =
                    new JoinScript(
                            estate.cluster().name(),
                            manager.node().managers(),
                            manager.rootPem(),
                            bundles,
                            engine,
                            NodeWork.nodeLabels(wish.labels()),
                            new SysctlProfile(nodes.size() + count, TASKS_PER_NODE),
                            operatorScript(wish));
            return wish.withUserData(UserDataParts.of(script.text(new NodeFileRenderer()), wish));
        }
    }

    private static String operatorScript(MachineSpec wish) {
        return wish.userData().startsWith("#!") ? wish.userData() : "";
    }

    private List<NodeBundle> bundles() {
        NodeBundles known = NodeBundles.of(estate.call().io());
        return ARCHITECTURES.stream().flatMap(arch -> known.find(arch).stream()).toList();
    }

    /// Brings the bundles to every manager that is a machine of ours, so that any of them can hand them out.
    private void shelve(List<NodeSummary> nodes, List<NodeBundle> bundles)
            throws InterruptedException {
        Map<String, Machine> byName =
                estate.cluster().inventory().machines().stream()
                        .collect(Collectors.toMap(Machine::name, Function.identity()));
        List<Machine> managers =
                nodes.stream()
                        .filter(NodeSummary::manager)
                        .flatMap(node -> Optional.ofNullable(byName.get(node.hostname())).stream())
                        .toList();
        SshClient ssh = new ClusterSsh(estate.call(), estate.cluster()).client(managers);
        Stream<Fanout.Job<Boolean>> jobs =
                managers.stream()
                        .map(machine ->
                                new Fanout.Job<>(machine.name(), () -> put(ssh, machine, bundles)));
        List<Outcome<Boolean>> outcomes = new Fanout(4).run(jobs.toList());
        boolean any = outcomes.stream().anyMatch(each -> each instanceof Outcome.Done<Boolean>);
        for (Outcome<Boolean> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<Boolean>(var name, var problem)) {
                if (!any) {
                    throw problem;
                }
                progress.note(name + " hands out no node bundles: " + problem.getMessage());
            }
        }
    }

    private boolean put(SshClient ssh, Machine machine, List<NodeBundle> bundles)
            throws InterruptedException {
        progress.note("laying the node bundle ready on " + machine.name());
        try (var session = ssh.connect(ClusterSsh.target(machine))) {
            session.requireRoot();
            for (NodeBundle bundle : bundles) {
                BundleShelf.put(session, bundle);
            }
            return true;
        }
    }
}
