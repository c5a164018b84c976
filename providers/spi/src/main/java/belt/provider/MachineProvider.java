package belt.provider;

import belt.core.BeltException;
import belt.core.Outcome;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Makes and keeps machines. Found by {@link java.util.ServiceLoader}. Every method may be called from any thread; all
/// of them block, and throw only {@link BeltException}.
public interface MachineProvider {
    /// The word for `--driver`: `local`, `generic`, `digitalocean`, …
    String name();

    /// Whether this provider can work here, and what is missing if not. Changes nothing and costs nothing.
    ///
    /// @return the requirements that are not met, each with what helps; empty if all is well
    List<Missing> preflight();

    /// Reads a size in this provider's spelling.
    ///
    /// @throws BeltException.InvalidInput naming the nearest sizes
    MachineSize size(String text);

    /// Makes all machines of a request, several at once where the provider can. Repeating a request is harmless: what
    /// exists already under that name and cluster is returned as it is.
    ///
    /// @param onState hears of every machine's change while it is being made, from any thread
    /// @return one outcome per name, in the request's order
    /// @throws InterruptedException if the caller was interrupted; what was made until then is found by {@link #list}
    List<Outcome<Machine>> create(CreateRequest request, Consumer<Machine> onState)
            throws InterruptedException;

    /// All machines of a cluster, whatever their state. Derived anew from what exists, never remembered.
    ///
    /// @param cluster the cluster's name
    /// @param stateDir the cluster's folder under `.belt/`, as in {@link CreateRequest#stateDir}: two clones may each
    ///     have a cluster of the same name, and a provider without a cloud keeps its records here
    List<Machine> list(String cluster, Path stateDir);

    /// Removes machines and everything that was made for them. One that has vanished already counts as removed.
    ///
    /// @param machines machines of one cluster, from {@link #list} or from the operator's inventory
    /// @param stateDir the cluster's folder under `.belt/`
    List<Outcome<Machine>> delete(Collection<Machine> machines, Path stateDir)
            throws InterruptedException;

    /// Starts machines that are stopped, with their disks as they were. One that runs is returned as it is.
    ///
    /// @param machines machines of one cluster
    /// @param stateDir the cluster's folder under `.belt/`
    List<Outcome<Machine>> start(Collection<Machine> machines, Path stateDir)
            throws InterruptedException;

    /// Stops machines in good order; their disks stay.
    ///
    /// @param machines machines of one cluster
    /// @param stateDir the cluster's folder under `.belt/`
    List<Outcome<Machine>> stop(Collection<Machine> machines, Path stateDir)
            throws InterruptedException;

    /// Removes what this provider made for a cluster beside its machines (networks, keys, folders), once no machine is
    /// left. Harmless to repeat.
    ///
    /// @param stateDir the cluster's folder under `.belt/`
    /// @throws BeltException.Refused if machines are left
    void forgetCluster(String cluster, Path stateDir) throws InterruptedException;
}
