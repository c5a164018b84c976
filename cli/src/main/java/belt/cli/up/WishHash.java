package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.core.BeltException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/// The mark by which `up` recognises that a service still is what the file asks for.
public final class WishHash {
    /// The service label that holds it.
    public static final String LABEL = "belt.yaml.hash";

    private WishHash() {}

    /// Twenty hex digits over everything that the file says of the service.
    public static String of(ServiceWish wish) {
        String text =
                String.join(
                        "\u0000",
                        wish.name(),
                        String.valueOf(wish.exec()),
                        wish.image(),
                        String.join("\u0001", wish.command()),
                        String.valueOf(wish.global()),
                        String.valueOf(wish.replicas()),
                        wish.ports().toString(),
                        String.join("\u0001", wish.env()),
                        String.join("\u0001", wish.constraints()),
                        new TreeMap<>(wish.labels()).toString(),
                        String.valueOf(wish.memoryBytes()),
                        String.valueOf(wish.nanoCpus()));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("every Java has SHA-256", e);
        }
    }
}
