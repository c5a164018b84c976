package belt.provision.ssh;

import belt.core.BeltException;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers JSch's question about one target's host key. `StrictHostKeyChecking` stays `yes`, so that JSch itself rejects
/// whatever this does not call OK; why it was rejected is kept for the message.
final class PinnedHostKeys implements HostKeyRepository {
    private final SshTarget target;
    private final KnownHosts knownHosts;
    private final FirstContact firstContact;
    private final Ladder ladder;
    private volatile @Nullable BeltException rejection;

    PinnedHostKeys(
            SshTarget target, KnownHosts knownHosts, FirstContact firstContact, Ladder ladder) {
        this.target = target;
        this.knownHosts = knownHosts;
        this.firstContact = firstContact;
        this.ladder = ladder;
    }

    /// Why the key was not accepted; null if it was, or has not been seen.
    @Nullable BeltException rejection() {
        return rejection;
    }

    @Override
    public int check(String host, byte[] blob) {
        SshPublicKey shown = SshPublicKey.ofBlob(blob);
        List<SshPublicKey> pinned = knownHosts.keysOf(target);
        if (knownHosts.isRevoked(target, shown)) {
            rejection = changed(pinned, shown, " shows a revoked host key ");
            return CHANGED;
        }
        if (pinned.contains(shown)) {
            ladder.reached(Rung.AUTH);
            return OK;
        }
        if (!pinned.isEmpty()) {
            rejection = changed(pinned, shown, " shows another host key ");
            return CHANGED;
        }
        if (!accepted(shown)) {
            rejection = unknown(shown);
            return NOT_INCLUDED;
        }
        knownHosts.pin(target, shown);
        ladder.reached(Rung.AUTH);
        return OK;
    }

    private boolean accepted(SshPublicKey shown) {
        ladder.asking(true);
        try {
            return firstContact.accept(target, shown);
        } finally {
            ladder.asking(false);
        }
    }

    private BeltException changed(List<SshPublicKey> pinned, SshPublicKey shown, String what) {
        String before =
                pinned.stream()
                        .map(key -> key.type() + " " + key.fingerprint())
                        .collect(Collectors.joining(", "));
        return new BeltException.Unreachable(
                        SshProblem.HOST_KEY_CHANGED,
                        target.describe()
                                + what
                                + shown.type()
                                + " "
                                + shown.fingerprint()
                                + (pinned.isEmpty() ? "" : ", pinned is " + before))
                .withDetail(
                        "pinned in "
                                + knownHosts.file()
                                + "; somebody may be in between, or the machine was made anew");
    }

    private BeltException unknown(SshPublicKey shown) {
        return new BeltException.Refused(
                SshProblem.HOST_KEY_UNKNOWN,
                target.describe()
                        + " is met for the first time and its host key was not accepted: "
                        + shown.type()
                        + " "
                        + shown.fingerprint());
    }

    /// JSch asks for the pinned keys to order the key types that it offers: a host pinned by its RSA key must not be
    /// made to show another one.
    @Override
    public HostKey[] getHostKey(@Nullable String host, @Nullable String type) {
        return knownHosts.keysOf(target).stream()
                .filter(key -> type == null || key.type().equals(type))
                .map(key -> hostKey(key))
                .toArray(HostKey[]::new);
    }

    private HostKey hostKey(SshPublicKey key) {
        try {
            return new HostKey(target.knownHostsName(), Base64.getDecoder().decode(key.base64()));
        } catch (JSchException e) {
            throw new BeltException.InvalidInput(
                    SshProblem.KNOWN_HOSTS_UNREADABLE,
                    knownHosts.file() + ": cannot use the key of " + target.host(),
                    e);
        }
    }

    @Override
    public HostKey[] getHostKey() {
        return getHostKey(null, null);
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return knownHosts.file().toString();
    }

    @Override
    public void add(HostKey key, UserInfo ui) {}

    @Override
    public void remove(String host, String type) {}

    @Override
    public void remove(String host, String type, byte[] key) {}
}
