package belt.provider.digitalocean;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Our tags. DigitalOcean takes letters, digits, `:`, `-` and `_`, at most 255, and holds tags that differ in case alone for
/// one: everything but lower-case letters, digits and hyphens is written as `_` and two hexadecimal digits per byte.
final class Tags {
    /// On everything that belt makes.
    static final String BELT = "belt";

    static final int LONGEST = 255;

    private static final String CLUSTER = "belt:cluster:";
    private static final String BATCH = "belt:batch:";
    private static final String MANAGERS = "belt:managers:";
    private static final String LABEL = "belt:label:";

    private Tags() {}

    static String cluster(String name) {
        return CLUSTER + encode(name);
    }

    static String batch(String cluster, String id) {
        return batches(cluster) + encode(id);
    }

    /// What the cluster's managers carry beside its own tag.
    static String managers(String cluster) {
        return MANAGERS + encode(cluster);
    }

    /// How all batch tags of a cluster begin.
    static String batches(String cluster) {
        return BATCH + encode(cluster) + ":";
    }

    static String label(String key, String value) {
        return LABEL + encode(key) + ":" + encode(value);
    }

    static boolean isOurs(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT);
        return lower.equals(BELT) || lower.startsWith("belt:");
    }

    /// What all machines of a batch carry.
    static List<String> of(
            String cluster, String batch, Map<String, String> labels, List<String> more) {
        var tags = new ArrayList<>(List.of(BELT, cluster(cluster), batch(cluster, batch)));
        labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> tags.add(label(label.getKey(), label.getValue())));
        tags.addAll(more);
        return tags;
    }

    /// The cluster that a machine belongs to; empty if it carries no tag of ours.
    static Optional<String> clusterIn(Collection<String> tags) {
        return tags.stream()
                .filter(tag -> tag.startsWith(CLUSTER))
                .map(tag -> decode(tag.substring(CLUSTER.length())))
                .findFirst();
    }

    static String batchIn(Collection<String> tags) {
        return tags.stream()
                .filter(tag -> tag.startsWith(BATCH))
                .map(tag -> decode(tag.substring(tag.lastIndexOf(':') + 1)))
                .findFirst()
                .orElse("");
    }

    static Map<String, String> labelsIn(Collection<String> tags) {
        var labels = new HashMap<String, String>();
        for (String tag : tags) {
            if (tag.startsWith(LABEL)) {
                String[] two = tag.substring(LABEL.length()).split(":", 2);
                labels.put(decode(two[0]), two.length < 2 ? "" : decode(two[1]));
            }
        }
        return labels;
    }

    static String encode(String text) {
        var tag = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '-') {
                tag.append((char) each);
            } else {
                tag.append("_%02x".formatted(each & 0xff));
            }
        }
        return tag.toString();
    }

    static String decode(String tag) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < tag.length(); i++) {
            char each = tag.charAt(i);
            if (each == '_' && i + 2 < tag.length() && isHex(tag, i + 1)) {
                bytes.write(Integer.parseInt(tag.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(each);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHex(String tag, int at) {
        return Character.digit(tag.charAt(at), 16) >= 0
                && Character.digit(tag.charAt(at + 1), 16) >= 0;
    }
}
