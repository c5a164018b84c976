package belt.provider;

import belt.core.BeltException;
import java.util.Locale;

/// What a provider may be able to do beside making, listing and deleting machines.
public enum Capability {
    /// Machines can be stopped with their disks kept, and started again.
    STOP_START,
    /// Machines can be restarted in one call.
    RESTART,
    /// A machine can get another size.
    RESIZE,
    /// It gets it while it runs; without this it has to be stopped first.
    RESIZE_RUNNING,
    /// Labels can be put on machines that are there already.
    RELABEL,
    /// Sizes have prices, and so have plans.
    PRICES,
    /// There are several places to choose from.
    REGIONS,
    /// There are several images to choose from.
    IMAGES,
    /// Machines run a cloud-init document at their first boot.
    USER_DATA,
    /// Spare machines at a lower price, which may be taken away.
    SPOT,
    /// The provider keeps SSH keys; the cluster's is uploaded once.
    KEYS,
    /// A cluster can have firewall rules at the provider.
    FIREWALL,
    /// Its firewall can tell managers from other machines. Without it, what rules let in to managers is let in to all.
    MANAGER_RULES,
    /// Asking for the same batch again makes nothing twice: the provider knows the batch by its token or by its names.
    /// Without it, a create whose reply was lost is looked for by the batch's tag before anything is asked again.
    IDEMPOTENT_CREATE,
    /// What there is can be seen without asking anybody over a network, so a listing is always of this moment. Where it
    /// is not declared, commands that only show machines show what is on record, unless asked to look.
    INSTANT_LIST,
    /// Machines carry their cluster and batch at the provider, so that they are found without our records.
    TAGS;

    /// The failure of asking for what is not declared.
    public BeltException missing(ProviderType type) {
        return new BeltException.Refused(
                        ProviderProblem.NOT_SUPPORTED,
                        "provider " + type.name() + " cannot do this: " + word())
                .withDetail("what it can do: " + words(type));
    }

    /// As it stands in messages and tables: `stop-start`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(ProviderType type) {
        return type.capabilities().isEmpty()
                ? "create, list and delete"
                : String.join(
                        ", ", type.capabilities().stream().sorted().map(Capability::word).toList());
    }
}
