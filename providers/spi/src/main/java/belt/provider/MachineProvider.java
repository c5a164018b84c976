package belt.provider;

import belt.core.BeltException;
import belt.core.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Makes and keeps machines, bound to one account and one cluster by {@link ProviderType#open}. Every method may be called
/// from any thread; all of them block, and throw only {@link BeltException}:
///
/// - `MissingCredentials` `provider.credentials`: they are missing, wrong or expired
/// - `Refused` `provider.quota`: the account may not have more of this
/// - `Unreachable` `provider.rate-limited`: asked too often, and the limiter's patience is over
/// - `Unreachable` `provider.unavailable`: no answer, or the provider's own failure; nothing was changed
/// - `Unreachable` `provider.outcome-unknown`: the call may have taken effect, only its reply was lost
/// - `NotFound`, `InvalidInput`: as they say
///
/// A provider remembers nothing between calls that the cloud knows. Keeping the journal, waiting until machines are
/// active, resuming and rolling back are the caller's.
public interface MachineProvider extends AutoCloseable {
    /// What kind of provider this is.
    ProviderType type();

    /// Proves the credentials, and says what the account may have.
    Account check() throws InterruptedException;

    /// The sizes that can be asked for; empty if any is understood.
    default List<SizeOffer> sizes() throws InterruptedException {
        return List.of();
    }

    /// The places that can be asked for; empty if there is only one.
    default List<RegionOffer> regions() throws InterruptedException {
        return List.of();
    }

    /// The images that can be asked for; empty if there is only one.
    default List<ImageOffer> images() throws InterruptedException {
        return List.of();
    }

    /// Reads a size in this provider's spelling.
    ///
    /// @throws BeltException.InvalidInput naming the nearest sizes
    MachineSize size(String text) throws InterruptedException;

    /// Decides how to carry out a request, and changes nothing: resolves every word to an id, divides the names into
    /// calls, adds prices. Names that the cluster has already at the provider are left out and told.
    ///
    /// @throws BeltException.InvalidInput for a size, region, image, name or option that does not exist
    CreatePlan plan(CreateRequest request) throws InterruptedException;

    /// Makes what machines need beside themselves where it is missing: the cluster's SSH key, network, group. With
    /// {@link Capability#FIREWALL} the rules of {@link ClusterRules} are there before the first machine is; SSH and the API
    /// are open to the ranges of the option `admin-cidr` alone. A firewall that is there stays as it is. Harmless to repeat.
    ///
    /// @return the plan with the ids of what was made, or the same
    default CreatePlan prepare(CreatePlan plan) throws InterruptedException {
        return plan;
    }

    /// Makes the machines of one batch, tagged with cluster and batch, and returns once the provider has accepted them:
    /// they may be {@link MachineState#NEW} and without an address. Where {@link Capability#IDEMPOTENT_CREATE} is
    /// declared, repeating it returns what is there.
    ///
    /// @param onState hears of machines while they are being made, from any thread
    /// @return one outcome per name, in the batch's order
    /// @throws BeltException if nothing was made, or with `provider.outcome-unknown` if that is not known
    List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException;

    /// All machines of a selection, whatever their state, in as few calls as the provider allows. It may lag behind what
    /// was done; a machine that is being removed may still be in it.
    List<Machine> list(Selection selection) throws InterruptedException;

    /// Removes machines, and everything that was made for each, by their ids, after checking that each carries our tags
    /// with the cluster that the record names. One that has vanished already counts as removed.
    ///
    /// @param machines from {@link #list} or from the operator's records
    /// @return one outcome per machine; `Refused` `provider.not-ours` for one whose tags say otherwise
    List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException;

    /// Starts machines that are stopped, with their disks as they were. One that runs is returned as it is. With
    /// {@link Capability#STOP_START}.
    default List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        throw Capability.STOP_START.missing(type());
    }

    /// Stops machines in good order; their disks stay. With {@link Capability#STOP_START}.
    default List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        throw Capability.STOP_START.missing(type());
    }

    /// Stops machines as if their power was cut, where the provider can do that; else in good order. With
    /// {@link Capability#STOP_START}.
    default List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return stop(machines);
    }

    /// Restarts machines that run, in good order. With {@link Capability#RESTART}.
    default List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        throw Capability.RESTART.missing(type());
    }

    /// Gives machines another size. Some providers want them stopped for it. With {@link Capability#RESIZE}.
    default List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        throw Capability.RESIZE.missing(type());
    }

    /// Puts more labels on machines that are there; those of other keys stay. With {@link Capability#RELABEL}.
    default List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        throw Capability.RELABEL.missing(type());
    }

    /// Compares the cluster's firewall with these rules, and changes nothing. With {@link Capability#FIREWALL}.
    default FirewallPlan firewall(List<FirewallRule> rules) throws InterruptedException {
        throw Capability.FIREWALL.missing(type());
    }

    /// Carries out a firewall plan. With {@link Capability#FIREWALL}.
    default void apply(FirewallPlan plan) throws InterruptedException {
        throw Capability.FIREWALL.missing(type());
    }

    /// Which machines rules for managers hold for now: their ids. With {@link Capability#MANAGER_RULES}.
    default Set<String> managers() throws InterruptedException {
        throw Capability.MANAGER_RULES.missing(type());
    }

    /// Makes rules for managers hold for these machines of the cluster, and for no others. Harmless to repeat. With
    /// {@link Capability#MANAGER_RULES}.
    default void managers(Collection<Machine> machines) throws InterruptedException {
        throw Capability.MANAGER_RULES.missing(type());
    }

    /// Removes what this provider made for the cluster beside its machines (networks, keys, groups, folders), once no
    /// machine is left. Only what belt made; harmless to repeat.
    ///
    /// @throws BeltException.Refused `provider.still-has-machines` if machines are left
    void forgetCluster() throws InterruptedException;

    /// Lets go of connections.
    @Override
    default void close() {}
}
