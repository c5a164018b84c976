package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.cli.operate.Estate;
import belt.cli.operate.Outcomes;
import belt.cli.swarm.Apis;
import belt.cli.swarm.Joiner;
import belt.cli.swarm.NodeChanges;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.provider.Machine;
import java.util.List;

/// What a plan changes in the cluster itself: who is in it, and services. Each change may be repeated, and asks whichever
/// manager answers at that moment.
final class ClusterChanges {
    private final Estate estate;
    private final Apis apis;
    private final Progress progress;

    ClusterChanges(Estate estate, Apis apis, Progress progress) {
        this.estate = estate;
        this.apis = apis;
        this.progress = progress;
    }

    NodeChanges nodes() {
        return new NodeChanges(estate, apis);
    }

    private ClusterClient manager() throws InterruptedException {
        return apis.manager().client();
    }

    /// Begins a cluster on a machine; harmless if it leads one already.
    void init(Machine first) throws InterruptedException {
        Joiner.init(estate, first);
    }

    void join(List<Machine> machines, boolean asManagers) throws InterruptedException {
        machines.forEach(machine -> progress.state(machine.name(), "joining"));
        Machine manager = apis.manager().machine();
        Outcomes.require(
                Joiner.join(estate, manager, machines, asManagers, progress), "did not join");
    }

    void createService(ServiceWish wish) throws InterruptedException {
        ClusterClient client = manager();
        if (client.findService(wish.name()).isEmpty()) {
            client.createService(WishDraft.of(wish));
        }
    }

    void updateService(String id, ServiceWish wish) throws InterruptedException {
        manager().updateService(id, WishDraft.of(wish));
    }

    void removeService(String id) throws InterruptedException {
        manager().removeService(id);
    }
}
