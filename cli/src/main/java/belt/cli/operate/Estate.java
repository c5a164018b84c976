package belt.cli.operate;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.credential.CredentialFinder;
import belt.cli.state.ClusterConfig;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.provider.Credentials;
import belt.provider.MachineProvider;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A cluster as the machine commands work on it.
///
/// @param call the command
/// @param cluster its folder
/// @param config its configuration
public record Estate(Call call, ClusterState cluster, ClusterConfig config) {
    /// The option that names the account, which is belt's own and not the provider's.
    public static final String ACCOUNT = "account";

    public static Estate of(Call call, ClusterState cluster) {
        ClusterConfig config = cluster.config();
        String driver = Providers.recorded(config.driver());
        return new Estate(
                call,
                cluster,
                driver.equals(config.driver()) ? config : config.with(driver, config.options()));
    }

    /// The cluster in use. Where there is none at all, the cluster `default` with the provider `local` is made, which one
    /// line on stderr says.
    public static Estate currentOrDefault(Call call) {
        Workspace workspace = call.workspace();
        Optional<String> named = call.find(Globals.CONTEXT).or(workspace::active);
        if (named.isPresent()) {
            return of(call, workspace.require(named.get()));
        }
        if (workspace.clusters().contains(Workspace.DEFAULT_CLUSTER)) {
            return of(call, workspace.require(Workspace.DEFAULT_CLUSTER));
        }
        call.out()
                .say(
                        "no cluster is in use: using the provider "
                                + Workspace.DEFAULT_DRIVER
                                + " and the cluster "
                                + Workspace.DEFAULT_CLUSTER);
        ClusterState made =
                workspace.create(Workspace.DEFAULT_CLUSTER, Workspace.DEFAULT_DRIVER, Map.of());
        workspace.use(Workspace.DEFAULT_CLUSTER);
        return of(call, made);
    }

    /// The kind of provider that new machines come from.
    public ProviderType provider() {
        return Providers.require(config.driver(), call.io());
    }

    /// A provider for this cluster, with the cluster's account, and its options if it is the one of the configuration.
    ///
    /// @throws BeltException.MissingCredentials if it needs credentials and there are none
    public MachineProvider open(String name) {
        return open(name, options(name));
    }

    /// The same; what it waits for is shown.
    public MachineProvider open(String name, Progress progress) {
        return open(name, options(name), progress);
    }

    /// The options to reach a provider with: those that `belt machine create` was last given for it, and those of the
    /// configuration if it is for this provider.
    public Map<String, String> options(String name) {
        var options = new LinkedHashMap<>(cluster.optionsOf(name));
        if (name.equals(config.driver())) {
            options.putAll(config.options());
        }
        return options;
    }

    /// A provider for this cluster with these options.
    public MachineProvider open(String name, Map<String, String> options) {
        return open(name, options, around());
    }

    /// The same; what it waits for is shown.
    public MachineProvider open(String name, Map<String, String> options, Progress progress) {
        return open(name, options, around(progress));
    }

    private MachineProvider open(String name, Map<String, String> options, Surroundings around) {
        ProviderType type = Providers.require(name, call.io());
        var own = new LinkedHashMap<>(options);
        Optional<String> account =
                Optional.ofNullable(own.remove(ACCOUNT)).filter(text -> !text.isEmpty());
        return type.open(
                new ProviderContext(
                        cluster.name(),
                        cluster.folder(),
                        own,
                        credentials(type, account),
                        around,
                        call.get(Globals.PARALLEL)));
    }

    /// The user data that a provider's own option names; empty if there is none.
    ///
    /// @throws BeltException.InvalidInput if its file cannot be read
    public String userData(ProviderType type, Map<String, String> options) {
        var own = new LinkedHashMap<>(options);
        own.remove(ACCOUNT);
        var context =
                ProviderContext.of(cluster.name(), cluster.folder(), around()).withOptions(own);
        return ProviderOptions.read(type, context).userData().orElse("");
    }

    /// What providers have from the outside world.
    public Surroundings around() {
        return around(Waiting.real());
    }

    /// The same; what is waited for is shown, and Ctrl-C ends the waiting.
    public Surroundings around(Progress progress) {
        return around(new ShownWaiting(progress, call.interrupts()));
    }

    private Surroundings around(Waiting waiting) {
        return new Surroundings(
                call.io().clock(),
                waiting,
                call.io().env(),
                call.io().xdg("XDG_STATE_HOME", ".local/state").resolve("accounts"));
    }

    /// Secrets that have to be asked for by a command may take a while; Ctrl-C then counts as none.
    private Credentials credentials(ProviderType type, Optional<String> account) {
        try {
            return new CredentialFinder(call.io()).find(type, account);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Credentials.none();
        }
    }

    /// The providers that this cluster may have something at: of its configuration, of its machines, of what was begun, and
    /// those that need no account.
    public Set<String> providersUsed() {
        var names = new TreeSet<String>();
        names.add(config.driver());
        cluster.inventory().machines().forEach(machine -> names.add(machine.provider()));
        cluster.journal(call.io().clock()).entries().stream()
                .flatMap(entry -> Optional.ofNullable(entry.details().get("provider")).stream())
                .forEach(names::add);
        Providers.all().stream()
                .filter(type -> type.options().stream().noneMatch(ProviderOption::secret))
                .forEach(type -> names.add(type.name()));
        return names;
    }
}
