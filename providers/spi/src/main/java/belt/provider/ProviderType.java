package belt.provider;

import belt.core.BeltException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A kind of provider: what can be known of it without an account. Found by {@link java.util.ServiceLoader}
/// (`META-INF/services/belt.provider.ProviderType`); costs nothing to construct and loads no client library.
public interface ProviderType {
    /// The word for `--driver`: `local`, `generic`, `digitalocean`, …
    String name();

    /// What it can do beside making, listing and deleting machines. What is not declared here is refused before anything
    /// is begun, and never tried.
    Set<Capability> capabilities();

    /// The options that it knows, credentials among them ({@link ProviderOption#secret}).
    List<ProviderOption> options();

    /// Whether this provider can work here, and what is missing if not. Changes nothing and costs nothing.
    ///
    /// @return the requirements that are not met, each with what helps; empty if all is well
    List<Missing> preflight();

    /// Binds it to one account and one cluster. Makes no call to the provider.
    ///
    /// @throws BeltException.MissingCredentials if it needs credentials and the context has none
    /// @throws BeltException.InvalidInput for an unknown option or a bad value
    MachineProvider open(ProviderContext context);

    /// Other words for `--driver` that mean this provider too, for example docker-machine's. Records keep {@link #name}.
    default Set<String> otherNames() {
        return Set.of();
    }

    /// Where its API is, if the operator has named another place than the vendor's; null for the vendor's own.
    default @Nullable URI endpoint(ProviderContext context) {
        return null;
    }

    /// Whether it declares this.
    default boolean can(Capability capability) {
        return capabilities().contains(capability);
    }
}
