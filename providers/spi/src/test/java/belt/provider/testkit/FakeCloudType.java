package belt.provider.testkit;

import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The provider `cloud`, for tests.
public final class FakeCloudType implements ProviderType {
    /// Its name.
    public static final String NAME = "cloud";

    private final FakeCloud cloud;

    public FakeCloudType(FakeCloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        var all =
                EnumSet.of(
                        Capability.STOP_START,
                        Capability.RESIZE,
                        Capability.PRICES,
                        Capability.REGIONS,
                        Capability.USER_DATA,
                        Capability.TAGS);
        if (cloud.limits().knowsTokens()) {
            all.add(Capability.IDEMPOTENT_CREATE);
        }
        return all;
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of("region", "where").flag("cloud-region").usually("north"),
                ProviderOption.secret("token", "the token").env("CLOUD_TOKEN"));
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        context.credentials().require("token", this);
        return new FakeCloudProvider(this, cloud, context, ProviderOptions.read(this, context));
    }
}
