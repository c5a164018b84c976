package belt.provision.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// A public key as it stands in known_hosts and authorized_keys.
///
/// @param type for example `ssh-ed25519`
/// @param base64 the key blob of RFC 4253 §6.6 in base64
public record SshPublicKey(String type, String base64) {
    /// Reads `TYPE BASE64 [COMMENT]`; empty if the text is not such a line.
    public static Optional<SshPublicKey> parse(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2) {
            return Optional.empty();
        }
        try {
            SshPublicKey key = ofBlob(Base64.getDecoder().decode(words[1]));
            return key.type.equals(words[0]) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Takes the type out of the blob itself.
    ///
    /// @throws IllegalArgumentException if it is not a key blob
    static SshPublicKey ofBlob(byte[] blob) {
        if (blob.length < 4) {
            throw new IllegalArgumentException("key blob of " + blob.length + " bytes");
        }
        int length = ByteBuffer.wrap(blob).getInt();
        if (length <= 0 || length > 64 || blob.length < 4 + length) {
            throw new IllegalArgumentException("key blob without a type");
        }
        String type = new String(blob, 4, length, StandardCharsets.US_ASCII);
        return new SshPublicKey(type, Base64.getEncoder().encodeToString(blob));
    }

    /// `SHA256:…` as `ssh-keygen -l` prints it.
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    /// `TYPE BASE64`.
    @Override
    public String toString() {
        return type + " " + base64;
    }
}
