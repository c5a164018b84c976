package belt.cli.operate;

import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Secret;
import belt.pki.Operator;
import belt.pki.OperatorCa;
import belt.pki.OperatorRole;
import belt.pki.Pem;
import belt.provision.ssh.SshKeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// The keys that belt keeps for a cluster: the SSH key, the operator CA, the operator's certificate. Each is made when
/// it is first needed.
public final class ClusterKeys {
    private final ClusterState cluster;
    private final InstantSource clock;

    public ClusterKeys(ClusterState cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /// The public line of the cluster's SSH key.
    public String sshPublicKey() {
        Path file = cluster.sshKey();
        try {
            if (!Files.exists(file)) {
                SshKeyPair.generate("belt-" + cluster.name()).write(file);
            }
            return Files.readString(file.resolveSibling(file.getFileName() + ".pub")).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /// Takes the cluster's SSH key from a file, with its public line from the file beside it. One that is here already stays.
    ///
    /// @throws BeltException.Conflict if another one is here
    public void takeSshKey(Path from) {
        Path own = cluster.sshKey();
        Path publicFrom = from.resolveSibling(from.getFileName() + ".pub");
        try {
            byte[] key = Files.readAllBytes(from);
            byte[] line = Files.readAllBytes(publicFrom);
            if (Files.exists(own) && !Arrays.equals(Files.readAllBytes(own), key)) {
                throw new BeltException.Conflict(
                        OperateProblem.OTHER_KEY, own + " is there already, and another key");
            }
            cluster.writeSecret(own, key);
            cluster.write(own.getFileName() + ".pub", new String(line, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    OperateProblem.NO_KEY,
                    "the SSH key "
                            + from
                            + " cannot be taken: "
                            + (e instanceof NoSuchFileException
                                    ? e.getMessage() + " does not exist"
                                    : e.getMessage()),
                    e);
        }
    }

    /// The cluster's operator CA.
    public OperatorCa operatorCa() {
        Path root = cluster.pki().resolve("ca.pem");
        Path key = cluster.pki().resolve("ca-key.pem");
        try {
            if (!Files.exists(key)) {
                OperatorCa made = OperatorCa.create(clock);
                write(root, made.rootPem());
                write(key, made.keyPem().reveal()); // last: with it the CA counts as made
            }
            return OperatorCa.of(Files.readString(root), Secret.of(Files.readString(key)), clock);
        } catch (IOException e) {
            throw unusable(key, e);
        }
    }

    /// Makes sure that `certs/` holds a client certificate that counts for longer than half of its life.
    ///
    /// @param user who it names
    public void ensureClientCertificate(String user) {
        Path folder = cluster.certificates();
        Path certificate = folder.resolve("cert.pem");
        try {
            if (Files.exists(certificate)
                    && fresh(Pem.certificates(Files.readString(certificate)).getFirst())) {
                return;
            }
            OperatorCa ca = operatorCa();
            var pair = OperatorCa.newKeyPair();
            var issued = ca.client(pair.getPublic(), new Operator(user, OperatorRole.ADMIN));
            write(folder.resolve("ca.pem"), ca.rootPem());
            write(folder.resolve("key.pem"), Pem.of(pair.getPrivate()).reveal());
            write(certificate, issued.pem());
        } catch (IOException e) {
            throw unusable(certificate, e);
        }
    }

    /// Makes a new client certificate in place of the present one, from the same CA.
    public void renewClientCertificate(String user) {
        try {
            Files.deleteIfExists(cluster.certificates().resolve("cert.pem"));
        } catch (IOException e) {
            throw unusable(cluster.certificates().resolve("cert.pem"), e);
        }
        ensureClientCertificate(user);
    }

    /// Whether less than half of a certificate's life has passed.
    public boolean fresh(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Instant now = clock.instant();
        return now.isAfter(from)
                && now.isBefore(from.plus(Duration.between(from, until).dividedBy(2)));
    }

    private void write(Path file, String text) {
        cluster.writeSecret(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static BeltException unusable(Path file, IOException e) {
        return new BeltException.OperationFailed(
                CoreProblem.STATE_DAMAGED,
                "key file " + file + " cannot be read or made: " + e.getMessage(),
                e);
    }
}
