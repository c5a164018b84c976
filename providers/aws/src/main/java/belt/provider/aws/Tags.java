package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.MachineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// Our tags. What carries `belt:cluster` is ours.
final class Tags {
    static final String CLUSTER = "belt:cluster";
    static final String BATCH = "belt:batch";
    static final String NAME = "Name";
    static final String IMAGE = "belt:image";
    static final String SSH_USER = "belt:ssh-user";
    static final String CREATED = "belt:created-at";
    static final String LABEL = "belt:label:";

    private static final int MOST = 50;

    private Tags() {}

    /// The tags of a batch's instances.
    static Map<String, String> of(String cluster, Batch batch, AwsSettings settings) {
        MachineSpec spec = batch.spec();
        var tags = new LinkedHashMap<String, String>(settings.tags());
        tags.put(NAME, shortName(batch.names()));
        tags.put(CLUSTER, cluster);
        tags.put(BATCH, batch.id());
        tags.put(IMAGE, spec.resolved().getOrDefault("image-name", spec.image()));
        tags.put(SSH_USER, spec.resolved().getOrDefault("ssh-user", ""));
        tags.put(CREATED, spec.resolved().getOrDefault("created-at", ""));
        spec.labels().forEach((key, value) -> tags.put(LABEL + key, value));
        tags.putAll(BatchNames.tags(batch.names()));
        return tags;
    }

    /// What the console shows where one launch made several: their pattern.
    private static String shortName(List<String> names) {
        String all = String.join(" ", BatchNames.shorten(names));
        return all.length() <= 256 ? all : all.substring(0, 255) + "…";
    }

    /// Refuses labels and tags that EC2 would not take.
    static void check(MachineSpec spec, AwsSettings settings) {
        int count = spec.labels().size() + settings.tags().size();
        if (count > MOST - 16) {
            throw wrong(
                    count + " labels and tags are more than EC2 takes", "at most " + (MOST - 16));
        }
        spec.labels()
                .forEach((key, value) -> {
                    if (LABEL.length() + key.length() > 128 || value.length() > 256) {
                        throw wrong(
                                "label " + key + " is too long for a tag",
                                "a key has at most 116 characters, a value 256");
                    }
                });
        settings.tags()
                .keySet()
                .forEach(key -> {
                    if (key.startsWith("belt:") || key.startsWith("aws:")) {
                        throw wrong("tag " + key + " is not yours to set", "choose another");
                    }
                });
    }

    private static BeltException wrong(String what, String detail) {
        return new BeltException.InvalidInput(AwsProblem.REFUSED, what).withDetail(detail);
    }

    /// As a creating call takes them.
    static TagSpecification on(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(
                        tags.entrySet().stream()
                                .map(each ->
                                        Tag.builder()
                                                .key(each.getKey())
                                                .value(each.getValue())
                                                .build())
                                .toList())
                .build();
    }

    static Map<String, String> read(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (one, _) -> one));
    }

    /// Our labels among an instance's tags.
    static Map<String, String> labels(Map<String, String> tags) {
        var labels = new LinkedHashMap<String, String>();
        tags.forEach((key, value) -> {
            if (key.startsWith(LABEL)) {
                labels.put(key.substring(LABEL.length()), value);
            }
        });
        return labels;
    }
}
