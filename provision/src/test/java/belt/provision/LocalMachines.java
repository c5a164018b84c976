package belt.provision;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Outcome;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import belt.provider.local.LocalType;
import belt.provision.ssh.FirstContact;
import belt.provision.ssh.KnownHosts;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshIdentity;
import belt.provision.ssh.SshKeyPair;
import belt.provision.ssh.SshPublicKey;
import belt.provision.ssh.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Real hosts for a test, of the provider `local`. Removed with everything that was made for them.
public final class LocalMachines implements AutoCloseable {
    private final LocalType type = new LocalType();
    private final MachineProvider provider;
    private final String cluster;
    private final Path key;
    private final KnownHosts knownHosts;
    private List<Machine> machines = List.of();

    private LocalMachines(String cluster, Path stateDir, String init) {
        var around = new Surroundings(InstantSource.system(), Waiting.real(), Map.of(), stateDir);
        this.cluster = cluster;
        this.provider =
                type.open(
                        ProviderContext.of(cluster, stateDir, around)
                                .withOptions(Map.of("init", init)));
        this.key = stateDir.resolve("id_ed25519");
        this.knownHosts = new KnownHosts(stateDir.resolve("known_hosts"));
    }

    public static LocalMachines make(Path stateDir, String init, String... names)
            throws IOException, InterruptedException {
        String cluster = "it" + ProcessHandle.current().pid();
        var made = new LocalMachines(cluster, Files.createDirectories(stateDir), init);
        List<Missing> missing = made.type.preflight();
        assumeTrue(
                missing.isEmpty(),
                () ->
                        missing.stream()
                                .map(m -> "needs " + m.what() + ": " + m.fix())
                                .collect(Collectors.joining("; ")));
        SshKeyPair pair = SshKeyPair.generate("test");
        pair.write(made.key);
        var request = CreateRequest.of(List.of(names), MachineSpec.of("1gb", pair.publicLine()));
        List<Outcome<Machine>> outcomes =
                made.provider.create(made.provider.plan(request).batches().getFirst(), _ -> {});
        made.machines =
                outcomes.stream()
                        .map(outcome ->
                                switch (outcome) {
                                    case Outcome.Done(var _, Machine m) -> m;
                                    case Outcome.Failed(var _, var problem) -> throw problem;
                                })
                        .toList();
        made.machines.forEach(made::pin);
        return made;
    }

    private void pin(Machine machine) {
        knownHosts.replace(
                target(machine),
                machine.hostKeys().stream()
                        .map(line -> SshPublicKey.parse(line).orElseThrow())
                        .toList());
    }

    public List<Machine> machines() {
        return machines;
    }

    public static SshTarget target(Machine machine) {
        return SshTarget.of(
                machine.name(),
                machine.addresses().getFirst(),
                machine.ssh().port(),
                machine.ssh().user());
    }

    public SshClient client() {
        return new SshClient(
                new SshClient.Settings(
                        List.of(SshIdentity.keyFile(key)),
                        knownHosts,
                        FirstContact.never(),
                        Duration.ofSeconds(10)));
    }

    @Override
    public void close() {
        try {
            provider.delete(provider.list(Selection.cluster()));
            provider.forgetCluster();
        } catch (InterruptedException e) {
            throw new AssertionError("machines of cluster " + cluster + " may be left", e);
        }
    }
}
