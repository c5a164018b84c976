package belt.agent.container;

import belt.agent.task.Observation;
import belt.agent.task.TaskTemplate;
import belt.agent.task.TaskWork;
import belt.engine.ContainerState;
import belt.engine.NewContainer;
import belt.model.ContainerStatus;
import belt.model.PortConfig;
import belt.model.PublishMode;
import belt.model.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/// What a task's container shall be, and how to read what became of it. Computes only.
///
/// @param work the task
record ContainerPlan(TaskWork work) {
    NewContainer container() {
        TaskSpec spec = work.spec().task();
        return new NewContainer(
                work.name(),
                new TaskTemplate(work).filledSpec(),
                TaskLabels.of(work),
                spec.limits(),
                spec.logDriver(),
                hasOwnNetwork() ? bindings() : List.of(),
                network());
    }

    /// The engine's own networks; overlays are the mesh's business.
    private String network() {
        var networks = work.spec().task().networks();
        return networks.isEmpty() ? "" : networks.getFirst().target();
    }

    private boolean hasOwnNetwork() {
        return !network().equals("host") && !network().equals("none");
    }

    /// Host-mode ports as they are published; for each ingress target a port that the engine chooses, on the node's own
    /// address, for the forwarders of all nodes.
    private List<NewContainer.Binding> bindings() {
        var bindings = new ArrayList<NewContainer.Binding>();
        for (PortConfig port : work.ports()) {
            NewContainer.Binding binding =
                    port.mode() == PublishMode.HOST
                            ? new NewContainer.Binding(port, "")
                            : new NewContainer.Binding(
                                    new PortConfig(
                                            "",
                                            port.protocol(),
                                            port.target(),
                                            0,
                                            PublishMode.INGRESS),
                                    work.node().address());
            if (!bindings.contains(binding)) {
                bindings.add(binding);
            }
        }
        return bindings;
    }

    /// What a status says of this container.
    Observation observe(ContainerState state) {
        var ports = new ArrayList<PortConfig>();
        if (!state.ended()) {
            work.ports().forEach(port -> addOpen(port, state, ports));
        }
        return new Observation(
                new ContainerStatus(state.id(), state.pid(), state.exitCode()), ports);
    }

    private void addOpen(PortConfig port, ContainerState state, List<PortConfig> ports) {
        if (network().equals("host")) {
            ports.add(port.withPublished(port.target()));
            return;
        }
        boolean ingress = port.mode() == PublishMode.INGRESS;
        for (ContainerState.OpenPort open : state.ports()) {
            boolean same = open.target() == port.target() && open.protocol() == port.protocol();
            boolean ours = open.address().equals(work.node().address()) == ingress;
            boolean asWished =
                    ingress || port.published() == 0 || port.published() == open.published();
            PortConfig seen = port.withPublished(open.published());
            if (same && ours && asWished && !ports.contains(seen)) {
                ports.add(seen);
            }
        }
    }
}
