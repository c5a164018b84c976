package belt.cli.fake;

import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.util.List;
import java.util.Set;

/// A provider for transcripts, `--driver fake`. It really has machines: a file each in the cluster's folder, so that they
/// outlive the command. The n-th machine gets the address 127.99.0.n.
public final class FakeType implements ProviderType {
    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.STOP_START, Capability.IDEMPOTENT_CREATE, Capability.INSTANT_LIST);
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of("most", "how many machines the account may have").usually("100"),
                ProviderOption.of("region", "taken and not used"),
                ProviderOption.of("image", "taken and not used"),
                ProviderOption.of("price", "what a machine costs an hour").usually("0"),
                ProviderOption.secret("token", "a token that is not needed").env("FAKE_TOKEN"));
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        return new FakeProvider(this, context, ProviderOptions.read(this, context));
    }
}
