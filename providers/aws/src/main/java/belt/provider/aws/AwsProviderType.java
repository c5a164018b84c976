package belt.provider.aws;

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

/// `--driver aws`: Amazon EC2, and clouds that speak its query protocol.
public final class AwsProviderType implements ProviderType {
    @Override
    public String name() {
        return "aws";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.RESIZE_RUNNING));
    }

    @Override
    public List<ProviderOption> options() {
        return AwsOptions.ALL;
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    /// docker-machine's word.
    @Override
    public Set<String> otherNames() {
        return Set.of("amazonec2");
    }

    @Override
    public @Nullable URI endpoint(ProviderContext context) {
        return AwsSettings.read(ProviderOptions.read(this, context)).endpoint().orElse(null);
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        AwsSettings settings = AwsSettings.read(ProviderOptions.read(this, context));
        return new AwsProvider(this, context, settings, AwsCredentials.of(context, settings));
    }
}
