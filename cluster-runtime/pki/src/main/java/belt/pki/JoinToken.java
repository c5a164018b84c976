package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/// The secret with which a node enters a cluster, in SwarmKit's form `SWMTKN-1-<digest>-<secret>`: the digest lets the
/// newcomer recognise the cluster, the secret lets the cluster recognise the newcomer and says in which role it comes.
///
/// The digest is the SHA-256 of the root certificate's PEM exactly as it is served, final newline included, as a number
/// in base 36, padded with zeros to 50 characters; the secret is 16 random bytes, likewise, padded to 25 (SwarmKit
/// `ca/config.go`).
public final class JoinToken {
    private static final String PREFIX = "SWMTKN";
    private static final String VERSION = "1";
    private static final int DIGEST_LENGTH = 50;
    private static final int SECRET_LENGTH = 25;
    private static final int SECRET_BYTES = 16;

    private final String digest;
    private final Secret secret;

    private JoinToken(String digest, Secret secret) {
        this.digest = digest;
        this.secret = secret;
    }

    /// A new token for the cluster with this root; every call has another secret.
    ///
    /// @param rootPem the root certificate, or the bundle of them, exactly as newcomers will be given it
    public static JoinToken create(String rootPem, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new JoinToken(
                digestOf(rootPem), Secret.of(padded(new BigInteger(1, secret), SECRET_LENGTH)));
    }

    /// A token for a root whose digest is known, with a secret that the caller can make again.
    ///
    /// @param digest {@link #digest()} of another token of that cluster
    /// @param secret at least 16 bytes that nobody can guess; the first 16 are used
    public static JoinToken of(String digest, byte[] secret) {
        if (!isNumber(digest, DIGEST_LENGTH) || secret.length < SECRET_BYTES) {
            throw malformed("its digest or its secret is too short");
        }
        var number = new BigInteger(1, Arrays.copyOf(secret, SECRET_BYTES));
        return new JoinToken(digest, Secret.of(padded(number, SECRET_LENGTH)));
    }

    /// Reads a token; white space around it is ignored, since it is often pasted.
    ///
    /// @throws BeltException.InvalidInput `pki.token-malformed`; the message does not repeat the text
    public static JoinToken parse(Secret text) {
        String[] parts = text.reveal().strip().split("-", -1);
        if (parts.length == 5 && PREFIX.equals(parts[0]) && "2".equals(parts[1])) {
            throw malformed("the token is one of a FIPS cluster (version 2)");
        }
        if (parts.length != 4 || !PREFIX.equals(parts[0]) || !VERSION.equals(parts[1])) {
            throw malformed("it does not have the form SWMTKN-1-<digest>-<secret>");
        }
        if (!isNumber(parts[2], DIGEST_LENGTH) || !isNumber(parts[3], SECRET_LENGTH)) {
            throw malformed("a part of it is cut off or mistyped");
        }
        return new JoinToken(parts[2], Secret.of(parts[3]));
    }

    /// The digest part of a token for this root: 50 characters of base 36. Not a secret.
    public static String digestOf(String rootPem) {
        return digestOf(sha256(rootPem));
    }

    static String digestOf(byte[] sha256) {
        return padded(new BigInteger(1, sha256), DIGEST_LENGTH);
    }

    /// The 50 characters that stand for the cluster's root. Not a secret.
    public String digest() {
        return digest;
    }

    /// What a ticket's token is known by where the token itself must not be kept: the SHA-256 of its text, 64 hexadecimal
    /// digits.
    public String id() {
        return HexFormat.of().formatHex(sha256(text().reveal()));
    }

    /// The whole token, for the one who joins and for the cluster's state.
    public Secret text() {
        return Secret.of(String.join("-", PREFIX, VERSION, digest, secret.reveal()));
    }

    /// Whether a presented token is this one, in a time that does not tell how much of it was right.
    public boolean matches(JoinToken presented) {
        return MessageDigest.isEqual(bytes(text().reveal()), bytes(presented.text().reveal()));
    }

    /// Checks that a root certificate, as served, is the one this token was made for.
    ///
    /// @throws BeltException.MissingCredentials `pki.token-other-cluster`
    public void requireRoot(String rootPem) {
        if (!isRoot(rootPem)) {
            throw new BeltException.MissingCredentials(
                            PkiProblem.TOKEN_OTHER_CLUSTER,
                            "remote CA does not match fingerprint. Expected: " + sha256Of(digest))
                    .withDetail(
                            "the manager that answered belongs to another cluster than the token");
        }
    }

    /// Whether a root certificate, as served, is the one this token was made for.
    public boolean isRoot(String rootPem) {
        return MessageDigest.isEqual(bytes(digest), bytes(digestOf(rootPem)));
    }

    private static String sha256Of(String digest) {
        String hex = new BigInteger(digest, 36).toString(16);
        return "0".repeat(Math.max(0, 64 - hex.length())) + hex;
    }

    private static boolean isNumber(String text, int length) {
        return text.length() == length
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z');
    }

    private static String padded(BigInteger number, int length) {
        String digits = number.toString(36);
        return "0".repeat(length - digits.length()) + digits;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("every Java has SHA-256", e);
        }
    }

    private static BeltException malformed(String why) {
        return new BeltException.InvalidInput(PkiProblem.TOKEN_MALFORMED, "invalid join token")
                .withDetail(why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinToken that && matches(that);
    }

    @Override
    public int hashCode() {
        return digest.hashCode() ^ secret.hashCode();
    }

    @Override
    public String toString() {
        return PREFIX + "-" + VERSION + "-" + digest + "-" + secret;
    }
}
