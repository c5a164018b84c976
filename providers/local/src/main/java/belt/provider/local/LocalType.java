package belt.provider.local;

import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.util.List;
import java.util.Set;

/// Machines that are real Linux hosts in namespaces of this one: an own root, process tree, network address, sshd and
/// resource limits, but one kernel. Not a security boundary. See docs/reference/provider-local.md.
public final class LocalType implements ProviderType {
    static final String NAME = "local";

    private final LocalHost host;

    /// For {@link java.util.ServiceLoader}: the usual folders of this host.
    public LocalType() {
        this(LocalHost.usual());
    }

    LocalType(LocalHost host) {
        this.host = host;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.STOP_START,
                Capability.RESTART,
                Capability.RESIZE,
                Capability.RESIZE_RUNNING,
                Capability.PRICES,
                Capability.USER_DATA,
                Capability.IDEMPOTENT_CREATE,
                Capability.INSTANT_LIST);
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of("init", "the first process of the machines: tini or systemd")
                        .usually("tini"));
    }

    @Override
    public List<Missing> preflight() {
        try {
            return host.preflight().check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        ProviderOptions options = ProviderOptions.read(this, context);
        return new LocalProvider(this, host, context, LocalRequest.init(options));
    }
}
