package belt.provision.ssh;

import belt.core.BeltException;
import belt.core.Secret;
import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/// The keys of one client, read once.
final class Identities {
    private final JSch jsch;

    private Identities(JSch jsch) {
        this.jsch = jsch;
    }

    static Identities load(List<SshIdentity> wanted) {
        var jsch = new JSch();
        var agents = new ArrayList<IdentityRepository>();
        for (SshIdentity identity : wanted) {
            switch (identity) {
                case SshIdentity.KeyFile(Path file, var passphrase) ->
                        addFile(jsch, file, passphrase);
                case SshIdentity.Agent(Path socket) -> agents.add(agent(socket));
            }
        }
        if (!agents.isEmpty()) {
            jsch.setIdentityRepository(new Joined(jsch.getIdentityRepository(), agents));
        }
        return new Identities(jsch);
    }

    JSch jsch() {
        return jsch;
    }

    /// How many keys can be offered.
    int count() {
        return jsch.getIdentityRepository().getIdentities().size();
    }

    private static void addFile(JSch jsch, Path file, @Nullable Secret passphrase) {
        if (!Files.isReadable(file)) {
            throw new BeltException.InvalidInput(
                    SshProblem.KEY_UNREADABLE, "cannot read the private key " + file);
        }
        byte[] word =
                passphrase == null ? null : passphrase.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            KeyPair pair = KeyPair.load(jsch, file.toString());
            if (pair.isEncrypted() && (word == null || !pair.decrypt(word.clone()))) {
                throw new BeltException.MissingCredentials(
                        SshProblem.KEY_UNREADABLE,
                        "the private key "
                                + file
                                + (word == null
                                        ? " is encrypted and no passphrase was given"
                                        : " does not open with the passphrase given"));
            }
            Path certificate = file.resolveSibling(file.getFileName() + "-cert.pub");
            jsch.addIdentity(
                    file.toString(),
                    Files.isReadable(certificate) ? certificate.toString() : null,
                    word);
        } catch (JSchException e) {
            throw new BeltException.InvalidInput(
                    SshProblem.KEY_UNREADABLE,
                    file + " is not a private key that can be used here",
                    e);
        }
    }

    private static IdentityRepository agent(Path socket) {
        try {
            var connector = new SSHAgentConnector(socket);
            if (!Files.exists(socket)) {
                throw new BeltException.MissingCredentials(
                        SshProblem.AGENT_MISSING, "no SSH agent listens on " + socket);
            }
            return new AgentIdentityRepository(connector);
        } catch (AgentProxyException e) {
            throw new BeltException.MissingCredentials(
                    SshProblem.AGENT_MISSING, "cannot use the SSH agent on " + socket, e);
        }
    }

    /// Key files first, then what the agents hold; JSch itself knows either the one or the other.
    private record Joined(IdentityRepository files, List<IdentityRepository> agents)
            implements IdentityRepository {
        @Override
        public Vector<Identity> getIdentities() {
            var all = new Vector<Identity>(files.getIdentities());
            agents.forEach(agent -> all.addAll(agent.getIdentities()));
            return all;
        }

        @Override
        public String getName() {
            return "belt";
        }

        @Override
        public int getStatus() {
            return RUNNING;
        }

        @Override
        public boolean add(byte[] identity) {
            return files.add(identity);
        }

        @Override
        public boolean remove(byte[] blob) {
            return files.remove(blob);
        }

        @Override
        public void removeAll() {
            files.removeAll();
        }
    }
}
