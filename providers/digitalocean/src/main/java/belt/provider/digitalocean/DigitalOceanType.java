package belt.provider.digitalocean;

import belt.core.Secret;
import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `--driver digitalocean`: DigitalOcean, and clouds that speak its API.
public final class DigitalOceanType implements ProviderType {
    @Override
    public String name() {
        return "digitalocean";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.STOP_START,
                Capability.RESTART,
                Capability.RESIZE,
                Capability.RELABEL,
                Capability.PRICES,
                Capability.REGIONS,
                Capability.IMAGES,
                Capability.USER_DATA,
                Capability.KEYS,
                Capability.FIREWALL,
                Capability.MANAGER_RULES,
                Capability.TAGS);
    }

    @Override
    public List<ProviderOption> options() {
        return Settings.OPTIONS;
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    @Override
    public @Nullable URI endpoint(ProviderContext context) {
        URI api = Settings.read(ProviderOptions.read(this, context)).api();
        return api.equals(Settings.VENDOR) ? null : api;
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        Settings settings = Settings.read(ProviderOptions.read(this, context));
        Secret token = context.credentials().require(Settings.TOKEN, this);
        return new DigitalOceanProvider(this, context, settings, token);
    }
}
