package belt.control.ops;

import belt.control.orchestrator.SpecRules;
import belt.control.update.UpdateTexts;
import belt.core.RandomId;
import belt.model.Meta;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.time.InstantSource;

/// Changes of services that people ask for; only on the leader. What a spec may contain is checked before it comes here;
/// these rules need the cluster's state.
public final class ServiceOps {
    private final Store store;
    private final Commit commit;
    private final PortChoice ports;
    private final InstantSource clock;

    public ServiceOps(Store store, Proposer proposer, PortChoice ports, InstantSource clock) {
        this.clock = clock;
        this.store = store;
        this.commit = new Commit(proposer);
        this.ports = ports;
    }

    /// Creates a service.
    ///
    /// @throws belt.core.BeltException.Conflict if the name is taken
    public ServiceId create(ServiceSpec spec) {
        SpecRules.check(spec);
        var id = new ServiceId(RandomId.next());
        Service service =
                store.read(view -> {
                    if (view.serviceByName(spec.name()).isPresent()) {
                        throw SwarmTexts.nameTaken(spec.name());
                    }
                    return new Service(
                            id, Meta.NEW, spec, 0, null, 0, ports.choose(view, id, spec), null, 0);
                });
        if (commit.of(new Action.PutService(service, 0)) instanceof TxResult.Conflict) {
            throw SwarmTexts.nameTaken(spec.name());
        }
        return id;
    }

    /// Replaces a service's spec.
    ///
    /// @param version the version that the caller saw
    /// @throws belt.core.BeltException.Conflict if somebody else changed it meanwhile
    public void update(ServiceId id, long version, ServiceSpec spec) {
        SpecRules.check(spec);
        Service after =
                store.read(view -> {
                    Service before =
                            view.service(id)
                                    .orElseThrow(() -> SwarmTexts.serviceNotFound(id.value()));
                    if (before.meta().version() != version) {
                        throw SwarmTexts.outOfSequence();
                    }
                    if (!before.spec().name().equals(spec.name())) {
                        throw SwarmTexts.unsupported("renaming services is not supported");
                    }
                    if (before.spec().mode().getClass() != spec.mode().getClass()) {
                        throw SwarmTexts.unsupported("service mode change is not allowed");
                    }
                    return changed(before, spec).withPorts(ports.choose(view, id, spec));
                });
        put(after, version);
    }

    /// A service with a new spec; its update starts anew.
    private static Service changed(Service before, ServiceSpec spec) {
        return before.spec().equals(spec) ? before : before.withSpec(spec).withUpdateStatus(null);
    }

    /// Puts the previous spec back.
    ///
    /// @param version the version that the caller saw
    public void rollback(ServiceId id, long version) {
        Service after =
                store.read(view -> {
                    Service before =
                            view.service(id)
                                    .orElseThrow(() -> SwarmTexts.serviceNotFound(id.value()));
                    if (before.meta().version() != version) {
                        throw SwarmTexts.outOfSequence();
                    }
                    ServiceSpec previous = before.previousSpec();
                    if (previous == null) {
                        throw SwarmTexts.noPreviousSpec(id.value());
                    }
                    return changed(before, previous)
                            .withUpdateStatus(UpdateTexts.requested(clock.instant()))
                            .withPorts(ports.choose(view, id, previous));
                });
        put(after, version);
    }

    private void put(Service after, long version) {
        if (commit.of(new Action.PutService(after, version)) instanceof TxResult.Conflict) {
            throw SwarmTexts.outOfSequence();
        }
    }

    /// Removes a service; its tasks stop soon after.
    public void remove(ServiceId id) {
        if (store.read(view -> view.service(id)).isEmpty()) {
            throw SwarmTexts.serviceNotFound(id.value());
        }
        commit.of(new Action.RemoveService(id));
    }
}
