package belt.provider.aws;

import belt.provider.Batch;
import belt.provider.MachineSpec;
import belt.provider.ProviderOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.InstanceMarketOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.SpotMarketOptions;

/// Puts RunInstances together. The same batch always makes the same request, word by word: EC2 compares a repeated token's
/// parameters.
final class Launch {
    private Launch() {}

    /// All or none: as many at least as at most.
    static RunInstancesRequest.Builder of(String cluster, Batch batch, AwsSettings settings) {
        MachineSpec spec = batch.spec();
        ProviderOptions options = settings.options();
        Map<String, String> tags = Tags.of(cluster, batch, settings);
        Map<String, String> volumeTags = Map.of(Tags.CLUSTER, cluster, Tags.BATCH, batch.id());
        var request =
                RunInstancesRequest.builder()
                        .clientToken(batch.token())
                        .minCount(batch.names().size())
                        .maxCount(batch.names().size())
                        .imageId(spec.image())
                        .instanceType(spec.size())
                        .ebsOptimized(options.has("use-ebs-optimized-instance"))
                        .monitoring(each -> each.enabled(options.has("monitoring")))
                        .metadataOptions(metadata(options))
                        .networkInterfaces(networkInterface(spec, settings))
                        .blockDeviceMappings(
                                BlockDeviceMapping.builder()
                                        .deviceName(spec.resolved().get("device"))
                                        .ebs(disk(options))
                                        .build())
                        .tagSpecifications(
                                Tags.on(ResourceType.INSTANCE, tags),
                                Tags.on(ResourceType.VOLUME, volumeTags));
        Optional.ofNullable(spec.resolved().get("key")).ifPresent(request::keyName);
        if (!spec.userData().isEmpty()) {
            request.userData(
                    Base64.getEncoder()
                            .encodeToString(spec.userData().getBytes(StandardCharsets.UTF_8)));
        }
        options.find("iam-instance-profile").ifPresent(profile -> profile(request, profile));
        if (settings.spot()) {
            request.instanceMarketOptions(spot(options));
        }
        return request;
    }

    private static void profile(RunInstancesRequest.Builder request, String profile) {
        request.iamInstanceProfile(each -> {
            if (profile.startsWith("arn:")) {
                each.arn(profile);
            } else {
                each.name(profile);
            }
        });
    }

    private static InstanceMetadataOptionsRequest metadata(ProviderOptions options) {
        var metadata =
                InstanceMetadataOptionsRequest.builder()
                        .httpTokens(options.get("http-tokens", "required"))
                        .httpEndpoint(options.get("http-endpoint", "enabled"))
                        // containers on the node are one hop further away
                        .httpPutResponseHopLimit(2);
        options.find("http-protocol-ipv6").ifPresent(metadata::httpProtocolIpv6);
        return metadata.build();
    }

    private static InstanceNetworkInterfaceSpecification networkInterface(
            MachineSpec spec, AwsSettings settings) {
        ProviderOptions options = settings.options();
        var face =
                InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .deleteOnTermination(true)
                        .subnetId(spec.resolved().get("subnet"))
                        .associatePublicIpAddress(!options.has("private-address-only"));
        String groups = spec.resolved().getOrDefault("groups", "");
        if (!groups.isEmpty()) {
            face.groups(List.of(groups.split(" ")));
        }
        int ipv6 = options.number("ipv6-address-count", 0, 0, 15);
        if (ipv6 > 0) {
            face.ipv6AddressCount(ipv6);
        }
        return face.build();
    }

    private static EbsBlockDevice disk(ProviderOptions options) {
        var disk =
                EbsBlockDevice.builder()
                        .volumeSize(options.number("root-size", 16, 1, 65_536))
                        .volumeType(options.get("volume-type", "gp3"))
                        .deleteOnTermination(true);
        if (options.has("encrypt-ebs-volume")) {
            disk.encrypted(true);
            options.find("kms-key").ifPresent(disk::kmsKeyId);
        }
        if (options.find("volume-iops").isPresent()) {
            disk.iops(options.number("volume-iops", 0, 100, 256_000));
        }
        if (options.find("volume-throughput").isPresent()) {
            disk.throughput(options.number("volume-throughput", 0, 125, 2_000));
        }
        return disk.build();
    }

    private static InstanceMarketOptionsRequest spot(ProviderOptions options) {
        var spot = SpotMarketOptions.builder().spotInstanceType(SpotInstanceType.ONE_TIME);
        options.find("spot-price").ifPresent(spot::maxPrice);
        int minutes = options.number("block-duration-minutes", 0, 0, 360);
        if (minutes > 0) {
            spot.blockDurationMinutes(minutes);
        }
        return InstanceMarketOptionsRequest.builder()
                .marketType(MarketType.SPOT)
                .spotOptions(spot.build())
                .build();
    }
}
