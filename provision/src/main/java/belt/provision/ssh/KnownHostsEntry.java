package belt.provision.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One line of known_hosts: OpenSSH's sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". Hashed names, wildcards and negation are
/// understood; `@cert-authority` lines never match as a plain key.
///
/// @param marker `@revoked`, `@cert-authority`, or empty
/// @param names patterns, already split
/// @param key the key
record KnownHostsEntry(String marker, List<String> names, SshPublicKey key) {
    static Optional<KnownHostsEntry> parse(String line) {
        String rest = line.strip();
        String marker = "";
        if (rest.startsWith("#")) {
            return Optional.empty();
        }
        if (rest.startsWith("@")) {
            int space = rest.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            marker = rest.substring(0, space);
            rest = rest.substring(space).strip();
        }
        int space = rest.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String mark = marker;
        List<String> names = Arrays.asList(rest.substring(0, space).split(","));
        return SshPublicKey.parse(rest.substring(space))
                .map(k -> new KnownHostsEntry(mark, names, k));
    }

    boolean marked() {
        return !marker.isEmpty();
    }

    boolean revoked() {
        return marker.equals("@revoked");
    }

    boolean matches(String name) {
        boolean any = false;
        for (String pattern : names) {
            boolean negated = pattern.startsWith("!");
            if (matchesOne(negated ? pattern.substring(1) : pattern, name)) {
                if (negated) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static boolean matchesOne(String pattern, String name) {
        if (pattern.startsWith("|1|")) {
            return matchesHash(pattern, name);
        }
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            return pattern.equalsIgnoreCase(name);
        }
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE).matcher(name).matches();
    }

    private static boolean matchesHash(String pattern, String name) {
        String[] parts = pattern.split("\\|");
        if (parts.length != 4) {
            return false;
        }
        try {
            var mac = Mac.getInstance("HmacSHA1"); // fixed by the file's form
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
