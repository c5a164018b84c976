package belt.provider.aws;

import belt.core.BeltException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/// The cluster's SSH key at EC2: imported once a cluster and region, named after its digest, so that another key gets
/// another name.
record Keys(String cluster, AwsSettings settings) {
    /// The name of the key pair to launch with, imported where it is missing. Empty where there is no key.
    ///
    /// @throws BeltException.InvalidInput if the operator's own pair does not exist
    Optional<String> ensure(Ec2Region region, String publicKey) throws InterruptedException {
        Optional<String> own = settings.options().find("keypair-name");
        if (own.isPresent()) {
            requireOwn(region, own.get());
            return own;
        }
        if (publicKey.isBlank()) {
            return Optional.empty();
        }
        String name = name(publicKey);
        if (find(region, "key-name", name).isEmpty()) {
            importKey(region, name, publicKey);
        }
        return Optional.of(name);
    }

    /// Checks the operator's own pair, where one is named.
    void check(Ec2Region region) throws InterruptedException {
        Optional<String> own = settings.options().find("keypair-name");
        if (own.isPresent()) {
            requireOwn(region, own.get());
        }
    }

    private void requireOwn(Ec2Region region, String name) throws InterruptedException {
        if (find(region, "key-name", name).isEmpty()) {
            throw new BeltException.InvalidInput(
                            AwsProblem.KEY, "EC2 in " + region.name() + " has no key pair " + name)
                    .withDetail("key pairs belong to one region each");
        }
    }

    private void importKey(Ec2Region region, String name, String publicKey)
            throws InterruptedException {
        var material = SdkBytes.fromString(publicKey.strip() + "\n", StandardCharsets.UTF_8);
        try {
            region.call(
                    "ImportKeyPair",
                    ec2 ->
                            ec2.importKeyPair(each ->
                                    each.keyName(name)
                                            .publicKeyMaterial(material)
                                            .tagSpecifications(
                                                    Tags.on(
                                                            ResourceType.KEY_PAIR,
                                                            Map.of(Tags.CLUSTER, cluster)))));
        } catch (BeltException.InvalidInput e) {
            // somebody else, or a reply of ours that was lost, was faster
            if (find(region, "key-name", name).isEmpty()) {
                throw e;
            }
        }
    }

    private String name(String publicKey) {
        try {
            String[] words = publicKey.strip().split("\\s+");
            String material = words.length > 1 ? words[1] : words[0];
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(material.getBytes(StandardCharsets.UTF_8));
            return "belt-" + cluster + "-" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("no SHA-256", e);
        }
    }

    /// Removes the pairs that we imported for the cluster.
    void forget(Ec2Region region) throws InterruptedException {
        for (KeyPairInfo pair : find(region, "tag:" + Tags.CLUSTER, cluster)) {
            region.call(
                    "DeleteKeyPair",
                    ec2 -> ec2.deleteKeyPair(each -> each.keyPairId(pair.keyPairId())));
        }
    }

    private static List<KeyPairInfo> find(Ec2Region region, String filter, String value)
            throws InterruptedException {
        return region.call(
                        "DescribeKeyPairs",
                        ec2 ->
                                ec2.describeKeyPairs(
                                        each -> each.filters(Images.filter(filter, value))))
                .keyPairs();
    }
}
