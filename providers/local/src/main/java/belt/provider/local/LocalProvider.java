package belt.provider.local;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.Missing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Machines that are real Linux hosts in namespaces of this one: an own root, process tree, network address, sshd and
/// resource limits, but one kernel. Not a security boundary. See docs/reference/provider-local.md.
public final class LocalProvider implements MachineProvider {
    static final String NAME = "local";

    /// Starting a machine is mostly the kernel's work: more at once than this makes none of them sooner.
    private static final int MOST_AT_ONCE = 8;

    private final LocalHost host;
    private final Clock clock;

    /// For {@link java.util.ServiceLoader}: the usual folders of this host.
    public LocalProvider() {
        this(LocalHost.usual(), Clock.systemUTC());
    }

    LocalProvider(LocalHost host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Missing> preflight() {
        try {
            return host.preflight().check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public MachineSize size(String text) {
        return LocalSize.parse(text);
    }

    @Override
    public List<Outcome<Machine>> create(CreateRequest request, Consumer<Machine> onState)
            throws InterruptedException {
        var creation = new MachineCreation(host, LocalRequest.read(request, host), onState);
        Preflight.requireRights();
        host.preflight().require(creation.init());
        String base = creation.register(clock.instant());
        return new Fanout(Math.min(MOST_AT_ONCE, request.parallel()))
                .run(
                        request.names().stream()
                                .map(name ->
                                        new Fanout.Job<>(name, () -> creation.make(name, base)))
                                .toList());
    }

    @Override
    public List<Machine> list(String cluster, Path stateDir) {
        return new MachineListing(host, ClusterFolder.of(stateDir)).list(cluster);
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines, Path stateDir)
            throws InterruptedException {
        var removal = new MachineRemoval(host);
        ClusterFolder folder = ClusterFolder.of(stateDir);
        List<Outcome<Machine>> outcomes =
                forEach(machines, machine -> removal.remove(machine, folder));
        removal.forgetUnused();
        return outcomes;
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines, Path stateDir)
            throws InterruptedException {
        var power = new MachinePower(host, ClusterFolder.of(stateDir));
        return forEach(machines, power::start);
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines, Path stateDir)
            throws InterruptedException {
        var power = new MachinePower(host, ClusterFolder.of(stateDir));
        return forEach(machines, power::stop);
    }

    @Override
    public void forgetCluster(String cluster, Path stateDir) throws InterruptedException {
        new MachineRemoval(host).forgetCluster(cluster, ClusterFolder.of(stateDir));
    }

    private static List<Outcome<Machine>> forEach(Collection<Machine> machines, Work work)
            throws InterruptedException {
        if (!machines.isEmpty()) {
            Preflight.requireRights();
        }
        return new Fanout(MOST_AT_ONCE)
                .run(
                        machines.stream()
                                .map(machine ->
                                        new Fanout.Job<>(machine.name(), () -> work.on(machine)))
                                .toList());
    }

    /// What is done with one machine.
    private interface Work {
        Machine on(Machine machine) throws InterruptedException, BeltException;
    }
}
