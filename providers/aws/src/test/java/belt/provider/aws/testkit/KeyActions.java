package belt.provider.aws.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Calls on key pairs.
final class KeyActions {
    private KeyActions() {}

    static void importKey(Call call) {
        String name = call.query().require("KeyName");
        String line =
                new String(
                        Base64.getMimeDecoder().decode(call.query().require("PublicKeyMaterial")),
                        StandardCharsets.UTF_8);
        if (!line.matches("ssh-(rsa|ed25519) [A-Za-z0-9+/=]+( .*)?\\s*")) {
            throw Ec2Error.INVALID_KEY_FORMAT.because(
                    "Key is not in valid OpenSSH public key format");
        }
        if (call.region().keys.containsKey(name)) {
            throw Ec2Error.INVALID_KEY_PAIR_DUPLICATE.because("The keypair already exists");
        }
        call.endIfDry();
        var key =
                new FakeRegion.Key(
                        call.region().id("key"),
                        name,
                        line.strip(),
                        HexFormat.ofDelimiter(":")
                                .formatHex(
                                        Integer.toString(line.hashCode())
                                                .getBytes(StandardCharsets.US_ASCII)),
                        call.query().tagsFor("key-pair"));
        call.region().keys.put(name, key);
        Xml xml = call.xml();
        xml.text("keyFingerprint", key.fingerprint())
                .text("keyName", name)
                .text("keyPairId", key.id());
        tags(xml, key);
    }

    private static void tags(Xml xml, FakeRegion.Key key) {
        xml.items(
                "tagSet",
                key.tags().entrySet(),
                tag -> xml.text("key", tag.getKey()).text("value", tag.getValue()));
    }

    static void describe(Call call) {
        List<String> names = call.query().list("KeyName");
        for (String name : names) {
            if (!call.region().keys.containsKey(name)) {
                throw Ec2Error.INVALID_KEY_PAIR.because(
                        "The key pair '" + name + "' does not exist");
            }
        }
        Filters filters = Filters.of(call.query());
        List<FakeRegion.Key> found =
                call.region().keys.values().stream()
                        .filter(key -> names.isEmpty() || names.contains(key.name()))
                        .filter(key ->
                                filters.pass(
                                        key.tags(),
                                        filter -> Filters.only(filter, "key-name", key.name())))
                        .toList();
        Xml xml = call.xml();
        xml.items(
                "keySet",
                found,
                key -> {
                    xml.text("keyPairId", key.id())
                            .text("keyName", key.name())
                            .text("keyFingerprint", key.fingerprint())
                            .text(
                                    "keyType",
                                    key.material().startsWith("ssh-rsa") ? "rsa" : "ed25519")
                            .text(
                                    "publicKey",
                                    call.query().flag("IncludePublicKey") ? key.material() : null);
                    tags(xml, key);
                });
    }

    static void delete(Call call) {
        call.endIfDry();
        call.query().find("KeyName").ifPresent(call.region().keys::remove);
        call.query()
                .find("KeyPairId")
                .ifPresent(id -> call.region().keys.values().removeIf(key -> key.id().equals(id)));
        call.done();
    }
}
