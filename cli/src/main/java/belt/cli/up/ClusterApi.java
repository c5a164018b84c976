package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.cli.term.Progress;
import belt.provider.Machine;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What `up` and `down` ask of a cluster; behind it is the cluster's own HTTP API.
public interface ClusterApi {
    /// One row of the tables at the end.
    ///
    /// @param cells as `node ls` or `service ps` print them
    record Row(List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /// A service's tasks.
    ///
    /// @param running how many run
    /// @param desired how many shall run
    /// @param trouble what keeps the others, if something does; empty otherwise
    record Convergence(long running, long desired, String trouble) {
        boolean reached() {
            return running == desired && desired > 0;
        }
    }

    /// Of these machines, the names of those whose beltd answers.
    List<String> answering(Collection<Machine> machines) throws InterruptedException;

    /// The cluster's nodes by host name, as one of the machines tells; empty where none belongs to a cluster.
    Map<String, Present.PresentNode> nodes(Collection<Machine> machines)
            throws InterruptedException;

    /// The cluster's services by name.
    Map<String, Present.PresentService> services() throws InterruptedException;

    /// Begins a cluster on a machine; harmless if it belongs to one already.
    void init(Machine first) throws InterruptedException;

    /// Lets machines join.
    void join(List<Machine> machines, boolean manager, Progress progress)
            throws InterruptedException;

    void setRole(String nodeId, boolean manager) throws InterruptedException;

    void setLabels(String hostname, Map<String, String> labels) throws InterruptedException;

    /// Moves a node's tasks away, demotes it if need be, and takes it out of the cluster.
    void removeNode(String nodeId, boolean manager) throws InterruptedException;

    void createService(ServiceWish wish) throws InterruptedException;

    void updateService(String id, ServiceWish wish) throws InterruptedException;

    void removeService(String id) throws InterruptedException;

    /// How a service stands.
    Convergence convergence(String service) throws InterruptedException;

    /// `docker node ls`, heading first.
    List<Row> nodeTable() throws InterruptedException;

    /// `docker service ps`, heading first.
    List<Row> taskTable(String service) throws InterruptedException;
}
