package belt.provider.digitalocean.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one account has. Guarded by the server's lock.
final class FakeAccount {
    /// Both kinds of id are beyond 32 bits: actions have been since 2025, droplets will be.
    private static final long FIRST_DROPLET = 4_545_000_000L;

    private static final long FIRST_ACTION = 3_169_590_176L;

    final Map<Long, FakeDroplet> droplets = new LinkedHashMap<>();
    final Map<Long, FakeKey> keys = new TreeMap<>();
    final Map<String, Map<String, Object>> firewalls = new LinkedHashMap<>();
    final Map<String, String> tags = new TreeMap<>();
    int dropletLimit = 10_000;
    private long nextDroplet = FIRST_DROPLET;
    private long nextAction = FIRST_ACTION;
    private long nextKey = 45_000_001;
    private int nextFirewall = 1;

    record FakeKey(long id, String name, String fingerprint, String publicKey) {
        Map<String, Object> shape() {
            return Map.of(
                    "id", id, "name", name, "fingerprint", fingerprint, "public_key", publicKey);
        }
    }

    long dropletId() {
        return nextDroplet++;
    }

    long actionId() {
        return nextAction++;
    }

    long keyId() {
        return nextKey++;
    }

    String firewallId() {
        return "bb4b2611-3d72-467b-8602-%012d".formatted(nextFirewall++);
    }

    /// Tags are one whatever their case, and keep the first one's.
    String tag(String name) {
        if (!name.matches("[a-zA-Z0-9_:-]{1,255}")) {
            throw ApiFailure.unprocessable("Tag name " + name + " is invalid");
        }
        return tags.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> name);
    }

    Optional<FakeKey> key(String word) {
        return keys.values().stream()
                .filter(key ->
                        Long.toString(key.id()).equals(word) || key.fingerprint().equals(word))
                .findFirst();
    }

    List<FakeDroplet> existing() {
        return droplets.values().stream().filter(FakeDroplet::exists).toList();
    }

    static List<String> normal(List<String> tags, FakeAccount account) {
        var normal = new ArrayList<String>();
        tags.forEach(tag -> normal.add(account.tag(tag)));
        return List.copyOf(normal);
    }
}
