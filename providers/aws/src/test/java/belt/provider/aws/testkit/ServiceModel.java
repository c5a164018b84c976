package belt.provider.aws.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/// AWS's own description of EC2, as Debian's python3-botocore installs it.
final class ServiceModel {
    private static final Path FOLDER =
            Path.of("/usr/lib/python3/dist-packages/botocore/data/ec2/2016-11-15");

    private final Map<String, JsonNode> root;
    private final Map<String, JsonNode> shapes;

    private ServiceModel(JsonNode document) {
        root = document.asObject();
        shapes = require(root, "shapes").asObject();
    }

    /// Empty where the package is not installed.
    static Optional<ServiceModel> find() throws IOException {
        for (String name : List.of("service-2.json", "service-2.json.gz")) {
            Path file = FOLDER.resolve(name);
            if (Files.isReadable(file)) {
                try (InputStream raw = Files.newInputStream(file);
                        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
                    return Optional.of(new ServiceModel(JsonNode.parser().parse(in)));
                }
            }
        }
        return Optional.empty();
    }

    /// The error codes that AWS's own waiters and retry rules for EC2 name.
    static String rules() throws IOException {
        Path retry = FOLDER.resolve("../../_retry.json").normalize();
        return Files.readString(FOLDER.resolve("waiters-2.json"))
                + (Files.isReadable(retry) ? Files.readString(retry) : "");
    }

    String metadata(String key) {
        return require(require(root, "metadata").asObject(), key).asString();
    }

    boolean hasOperation(String action) {
        return require(root, "operations").asObject().containsKey(action);
    }

    /// Whether an action takes a parameter, in the query protocol's spelling with N for numbers.
    boolean takes(String action, String parameter) {
        return shapeOf(action, "input")
                .map(shape -> walk(shape, List.of(parameter.split("\\.")), true))
                .orElse(false);
    }

    /// Whether an action's answer has a field, by its elements' path.
    boolean gives(String action, String field) {
        Optional<String> shape = shapeOf(action, "output");
        // what has no output of its own answers with this on the wire
        return shape.map(each -> walk(each, List.of(field.split("\\.")), false))
                .orElse(field.equals("return"));
    }

    private Optional<String> shapeOf(String action, String side) {
        JsonNode operation = require(require(root, "operations").asObject(), action);
        return Optional.ofNullable(operation.asObject().get(side))
                .map(node -> require(node.asObject(), "shape").asString());
    }

    private boolean walk(String shapeName, List<String> path, boolean query) {
        Map<String, JsonNode> shape = require(shapes, shapeName).asObject();
        String type = require(shape, "type").asString();
        if (path.isEmpty()) {
            return !type.equals("structure") && !type.equals("list");
        }
        String head = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (type.equals("list")) {
            Map<String, JsonNode> member = require(shape, "member").asObject();
            String item = query ? "N" : text(member, "locationName", "item");
            return head.equals(item) && walk(require(member, "shape").asString(), rest, query);
        }
        if (!type.equals("structure")) {
            return false;
        }
        for (Map.Entry<String, JsonNode> each : require(shape, "members").asObject().entrySet()) {
            Map<String, JsonNode> member = each.getValue().asObject();
            if (head.equals(wireName(each.getKey(), member, query))) {
                return walk(require(member, "shape").asString(), rest, query);
            }
        }
        return false;
    }

    /// The EC2 protocol's rule for names: in requests `queryName`, else `locationName` with a capital, else the member's.
    private static String wireName(String name, Map<String, JsonNode> member, boolean query) {
        String location = text(member, "locationName", name);
        if (!query) {
            return location;
        }
        String capital = Character.toUpperCase(location.charAt(0)) + location.substring(1);
        return text(member, "queryName", capital);
    }

    private static String text(Map<String, JsonNode> node, String key, String otherwise) {
        JsonNode value = node.get(key);
        return value == null ? otherwise : value.asString();
    }

    private static JsonNode require(Map<String, JsonNode> node, String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new IllegalStateException("the service model has no " + key);
        }
        return value;
    }
}
