package belt.provider.local;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Account;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;

/// The local machines of one cluster.
final class LocalProvider implements MachineProvider {
    /// Starting a machine is mostly the kernel's work: more at once than this makes none of them sooner.
    private static final int MOST_AT_ONCE = 8;

    private final LocalType type;
    private final LocalHost host;
    private final ProviderContext context;
    private final MachineRecord.Init init;

    LocalProvider(
            LocalType type, LocalHost host, ProviderContext context, MachineRecord.Init init) {
        this.type = type;
        this.host = host;
        this.context = context;
        this.init = init;
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() {
        return Account.none();
    }

    @Override
    public MachineSize size(String text) {
        return LocalSize.parse(text);
    }

    /// One batch: what the machines share is made once for all of them.
    @Override
    public CreatePlan plan(CreateRequest request) {
        String image = LocalRequest.check(request, host);
        LocalSize.parse(request.spec().size());
        var existing = new LinkedHashSet<String>();
        var fresh = new ArrayList<String>();
        for (String name : request.names()) {
            boolean made =
                    folder().find(name)
                            .filter(record -> record.phase() == MachineRecord.Phase.MADE)
                            .isPresent();
            (made ? existing : fresh).add(name);
        }
        var spec = request.spec().withRegion(LocalType.NAME).withImage(image);
        List<Batch> batches =
                fresh.isEmpty() ? List.of() : List.of(Batch.of(fresh, spec, Price.ZERO));
        return new CreatePlan(batches, existing, 1, List.of());
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        var wish =
                new LocalRequest(
                        context.cluster(),
                        folder(),
                        init,
                        batch,
                        LocalSize.parse(batch.spec().size()));
        var creation = new MachineCreation(host, wish, onState);
        Preflight.requireRights();
        host.preflight().require(init);
        String base = creation.register(context.around().clock().instant());
        return new Fanout(Math.min(MOST_AT_ONCE, context.parallel()))
                .run(
                        batch.names().stream()
                                .map(name ->
                                        new Fanout.Job<>(name, () -> creation.make(name, base)))
                                .toList());
    }

    @Override
    public List<Machine> list(Selection selection) {
        var listing = new MachineListing(host, folder());
        return switch (selection) {
            case Selection.OfCluster() -> listing.list(context.cluster());
            case Selection.OfBatch(var id) ->
                    listing.list(context.cluster()).stream()
                            .filter(machine -> machine.batch().equals(id))
                            .toList();
            case Selection.Everything() -> MachineListing.everything(host, project());
        };
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        var removal = new MachineRemoval(host);
        List<Outcome<Machine>> outcomes =
                forEach(machines, machine -> removal.remove(machine, folderOf(machine)));
        removal.forgetUnused();
        return outcomes;
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return forEach(machines, power()::start);
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return forEach(machines, power()::stop);
    }

    @Override
    public List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return forEach(machines, power()::kill);
    }

    @Override
    public List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        return forEach(machines, power()::restart);
    }

    @Override
    public List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return forEach(machines, machine -> power().resize(machine, size));
    }

    @Override
    public void forgetCluster() throws InterruptedException {
        new MachineRemoval(host).forgetCluster(context.cluster(), folder());
    }

    private ClusterFolder folder() {
        return ClusterFolder.of(context.stateDir());
    }

    private Path project() {
        Path folder = context.stateDir().toAbsolutePath().normalize();
        Path parent = folder.getParent();
        return parent == null ? folder : parent;
    }

    /// Where a machine is kept: here, or, for one that only the host's own list told, where that says.
    private ClusterFolder folderOf(Machine machine) {
        boolean here =
                folder().find(machine.name())
                        .filter(record -> record.id().equals(machine.id()))
                        .isPresent();
        return here
                ? folder()
                : host.shared()
                        .find(machine.id())
                        .map(entry -> new ClusterFolder(entry.clusterFolder()))
                        .filter(folder -> folder.holds(machine))
                        .orElse(folder());
    }

    private MachinePower power() {
        return new MachinePower(host, folder());
    }

    private List<Outcome<Machine>> forEach(Collection<Machine> machines, Work work)
            throws InterruptedException {
        if (!machines.isEmpty()) {
            Preflight.requireRights();
        }
        return new Fanout(Math.min(MOST_AT_ONCE, context.parallel()))
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
