package belt.provider.generic;

import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.util.List;
import java.util.Set;

/// Machines that exist already. See docs/design/providers.md.
public final class GenericType implements ProviderType {
    static final String NAME = "generic";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.IDEMPOTENT_CREATE, Capability.INSTANT_LIST);
    }

    @Override
    public List<ProviderOption> options() {
        return List.of(
                ProviderOption.of(
                                "address",
                                "where the machines' sshd listen: HOST[:PORT], separated by commas")
                        .flag("generic-ip-address")
                        .env("GENERIC_IP_ADDRESS"),
                ProviderOption.of("address.*", "the address of one machine, as in address.web1"),
                ProviderOption.of("ssh-user", "the account to log in as, root or one with sudo")
                        .flag("generic-ssh-user")
                        .env("GENERIC_SSH_USER")
                        .usually("root"),
                ProviderOption.of("ssh-port", "the port of addresses that name none")
                        .flag("generic-ssh-port")
                        .env("GENERIC_SSH_PORT")
                        .usually("22"),
                ProviderOption.of(
                                "ssh-key",
                                "the private key's file; else the cluster's key, the agent")
                        .flag("generic-ssh-key")
                        .env("GENERIC_SSH_KEY"));
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        return new GenericProvider(this, context, ProviderOptions.read(this, context));
    }
}
