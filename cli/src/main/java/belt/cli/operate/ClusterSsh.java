package belt.cli.operate;

import belt.cli.command.Call;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provision.ssh.FirstContact;
import belt.provision.ssh.KnownHosts;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshIdentity;
import belt.provision.ssh.SshPublicKey;
import belt.provision.ssh.SshTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// How to log in to a cluster's machines.
public final class ClusterSsh {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Call call;
    private final ClusterState cluster;

    public ClusterSsh(Call call, ClusterState cluster) {
        this.call = call;
        this.cluster = cluster;
    }

    /// A client for these machines: the cluster's key, the keys that machines name, the operator's agent.
    public SshClient client(Collection<Machine> machines) {
        return client(machines, firstContact());
    }

    /// The same, but asks nobody: machines whose host key is not pinned are not talked to.
    public SshClient clientForKnown(Collection<Machine> machines) {
        return client(machines, FirstContact.never());
    }

    private SshClient client(Collection<Machine> machines, FirstContact firstContact) {
        var identities = new ArrayList<SshIdentity>();
        if (Files.exists(cluster.sshKey())) {
            identities.add(new SshIdentity.KeyFile(cluster.sshKey(), null));
        }
        machines.stream()
                .map(cluster::sshKeyOf)
                .distinct()
                .filter(file -> !file.equals(cluster.sshKey()))
                .forEach(file -> identities.add(new SshIdentity.KeyFile(file, null)));
        call.io()
                .variable("SSH_AUTH_SOCK")
                .map(Path::of)
                .filter(Files::exists)
                .ifPresent(socket -> identities.add(new SshIdentity.Agent(socket)));
        return new SshClient(
                new SshClient.Settings(identities, knownHosts(), firstContact, CONNECT));
    }

    public KnownHosts knownHosts() {
        return new KnownHosts(cluster.knownHosts());
    }

    /// Pins the keys that the provider knows; they replace whatever was at these addresses before.
    public void pin(Collection<Machine> machines) {
        KnownHosts known = knownHosts();
        for (Machine machine : machines) {
            List<SshPublicKey> keys =
                    machine.hostKeys().stream()
                            .map(SshPublicKey::parse)
                            .flatMap(Optional::stream)
                            .toList();
            if (!keys.isEmpty() && !machine.addresses().isEmpty()) {
                known.replace(target(machine), keys);
            }
        }
    }

    /// Forgets the keys of machines that are gone.
    public void forget(Collection<Machine> machines) {
        KnownHosts known = knownHosts();
        machines.stream()
                .filter(machine -> !machine.addresses().isEmpty())
                .forEach(machine -> known.forget(target(machine)));
    }

    /// @throws BeltException.Unreachable if the machine has no address
    public static SshTarget target(Machine machine) {
        if (machine.addresses().isEmpty()) {
            throw new BeltException.Unreachable(
                            OperateProblem.NOT_READY,
                            "machine " + machine.name() + " has no address")
                    .withRemedy("belt ls");
        }
        return SshTarget.of(
                machine.name(),
                machine.addresses().getFirst(),
                machine.ssh().port(),
                machine.ssh().user());
    }

    /// A stranger's key is shown and asked about; nobody is let in unseen.
    private FirstContact firstContact() {
        return (target, key) -> {
            call.out()
                    .say(
                            "first contact with "
                                    + target.describe()
                                    + ": its host key is "
                                    + key.fingerprint());
            call.prompt().confirm("Is this the host key of " + target.node() + "?");
            return true;
        };
    }
}
