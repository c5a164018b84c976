package belt.provider.digitalocean;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The cluster's SSH key in the account: uploaded once, under a name by which it is known as ours.
final class Keys {
    private final Vendor vendor;
    private final Settings settings;
    private final String cluster;

    Keys(Vendor vendor, Settings settings, String cluster) {
        this.vendor = vendor;
        this.settings = settings;
        this.cluster = cluster;
    }

    /// Refuses a key that the operator chose and that the account does not have.
    void check() throws InterruptedException {
        String file = settings.keyPath();
        if (file != null && !Files.isReadable(Path.of(file))) {
            throw new BeltException.InvalidInput(
                    DigitalOceanProblem.FILE, "the private key " + file + " cannot be read");
        }
        String chosen = settings.keyFingerprint();
        if (!chosen.isEmpty() && vendor.key(chosen).isEmpty()) {
            throw new BeltException.InvalidInput(
                    DigitalOceanProblem.KEY, "the account has no key " + chosen);
        }
    }

    /// The fingerprint of the key to let in, uploaded if the account lacks it.
    String ensure(String line) throws InterruptedException {
        if (!settings.keyFingerprint().isEmpty()) {
            return settings.keyFingerprint();
        }
        String fingerprint = fingerprint(line);
        if (vendor.key(fingerprint).isEmpty()) {
            upload(line, fingerprint);
        }
        return fingerprint;
    }

    /// Another belt may do the same at the same time, and a lost reply looks like that too: what counts is that it is there.
    private void upload(String line, String fingerprint) throws InterruptedException {
        try {
            vendor.createKey(name(), line);
        } catch (BeltException e) {
            if (e instanceof BeltException.MissingCredentials
                    || vendor.key(fingerprint).isEmpty()) {
                throw e;
            }
        }
    }

    private String name() {
        return "belt:" + cluster;
    }

    /// Removes the keys that were uploaded for the cluster.
    void forget() throws InterruptedException {
        for (var key : vendor.keys()) {
            if (name().equals(key.getName())) {
                vendor.deleteKey(key.getFingerprint());
            }
        }
    }

    /// MD5 of the key's bytes in pairs, as DigitalOcean names keys.
    static String fingerprint(String line) {
        String[] words = line.strip().split("\\s+");
        Optional<byte[]> bytes = words.length < 2 ? Optional.empty() : decoded(words[1]);
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(
                            MessageDigest.getInstance("MD5")
                                    .digest(bytes.orElseThrow(() -> notOne(line))));
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("no MD5", e);
        }
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static BeltException notOne(String line) {
        return new BeltException.InvalidInput(
                DigitalOceanProblem.KEY,
                "this is no SSH public key: " + line.substring(0, Math.min(40, line.length())));
    }
}
