package belt.provider.digitalocean.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The account itself, its keys and tags, and what it may choose from.
final class AccountCalls {
    private AccountCalls() {}

    static Map<String, Object> account(FakeAccount account) {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("droplet_limit", account.dropletLimit);
        shape.put("floating_ip_limit", 3);
        shape.put("email", "sammy@example.com");
        shape.put("name", "Sammy Shark");
        shape.put("uuid", "b6fr89dbf6d9156cace5f3c78dc9851d957381ef");
        shape.put("email_verified", true);
        shape.put("status", "active");
        shape.put("status_message", " ");
        shape.put(
                "team",
                Map.of("uuid", "5df3e3004a17e242b7c20ca6c9fc25b701a47ece", "name", "My Team"));
        return Map.of("account", shape);
    }

    static Map<String, Object> keys(Call call, FakeAccount account) {
        return call.page(
                "ssh_keys", List.copyOf(account.keys.values()), FakeAccount.FakeKey::shape);
    }

    static Map<String, Object> addKey(Call call, FakeAccount account) {
        String line = call.text("public_key").orElse("");
        String name = call.text("name").orElse("");
        String fingerprint = fingerprint(line);
        if (name.isEmpty()) {
            throw ApiFailure.unprocessable("Name can't be blank");
        }
        if (account.key(fingerprint).isPresent()) {
            throw ApiFailure.unprocessable("SSH Key is already in use on your account");
        }
        var key = new FakeAccount.FakeKey(account.keyId(), name, fingerprint, line);
        account.keys.put(key.id(), key);
        return Map.of("ssh_key", key.shape());
    }

    /// MD5 of the key's bytes, as the vendor shows it.
    static String fingerprint(String line) {
        String[] words = line.trim().split("\\s+");
        try {
            byte[] key = Base64.getDecoder().decode(words.length < 2 ? "-" : words[1]);
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(key));
        } catch (IllegalArgumentException e) {
            throw ApiFailure.unprocessable(
                    "Key invalid, key should be of the format `type key [comment]`");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> key(Call call, FakeAccount account) {
        return Map.of("ssh_key", account.key(call.id()).orElseThrow(ApiFailure::notFound).shape());
    }

    static void deleteKey(Call call, FakeAccount account) {
        var key = account.key(call.id()).orElseThrow(ApiFailure::notFound);
        account.keys.remove(key.id());
    }

    static Map<String, Object> tags(Call call, FakeAccount account) {
        return call.page("tags", List.copyOf(account.tags.values()), name -> Map.of("name", name));
    }

    static Map<String, Object> addTag(Call call, FakeAccount account) {
        String name =
                new String(
                        call.text("name").orElse("").getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8);
        return Map.of("tag", Map.of("name", account.tag(name)));
    }

    static Map<String, Object> tag(Call call, FakeAccount account) {
        String name = account.tags.get(call.id().toLowerCase(Locale.ROOT));
        if (name == null) {
            throw ApiFailure.notFound();
        }
        return Map.of("tag", Map.of("name", name));
    }

    static void deleteTag(Call call, FakeAccount account) {
        if (account.tags.remove(call.id().toLowerCase(Locale.ROOT)) == null) {
            throw ApiFailure.notFound();
        }
    }

    static Map<String, Object> images(Call call) {
        boolean ours = "true".equals(call.query().get("private"));
        boolean theirs = "distribution".equals(call.query().get("type"));
        return call.page(
                "images",
                Catalogue.IMAGES.stream()
                        .filter(image -> (!ours || !image.open()) && (!theirs || image.open()))
                        .toList(),
                Catalogue::shape);
    }

    static Map<String, Object> image(Call call) {
        return Map.of(
                "image",
                Catalogue.shape(Catalogue.image(call.id()).orElseThrow(ApiFailure::notFound)));
    }

    static Map<String, Object> networks(Call call) {
        return call.page(
                "vpcs",
                Catalogue.regions(),
                region ->
                        Map.of(
                                "id",
                                "760e09ef-dc84-11e8-981e-3cfdfeaae000",
                                "urn",
                                "do:vpc:760e09ef-dc84-11e8-981e-3cfdfeaae000",
                                "name",
                                "default-" + region,
                                "description",
                                "",
                                "region",
                                region,
                                "ip_range",
                                "10.108.0.0/20",
                                "default",
                                true,
                                "created_at",
                                "2020-03-13T19:20:47Z"));
    }
}
