package belt.http.swarm;

import belt.http.shape.Words;
import belt.model.Node;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.UpdateStatus;
import belt.store.Change;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A change of the cluster in the words of Docker's event stream (swarm-semantics §9.10).
///
/// @param attributes `name`, and what changed as `x.old` and `x.new`
record ClusterEvent(String type, String action, String id, Map<String, String> attributes) {
    static Optional<ClusterEvent> of(Change change) {
        return switch (change) {
            case Change.OfNode(var before, var after) -> node(before, after);
            case Change.OfService(var before, var after) -> service(before, after);
            case Change.OfCluster _, Change.OfTask _, Change.OfEverything _ -> Optional.empty();
        };
    }

    private static Optional<ClusterEvent> node(@Nullable Node before, @Nullable Node after) {
        Node present = after == null ? before : after;
        if (present == null) {
            return Optional.empty();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        String name = present.spec().name();
        attributes.put("name", name.isEmpty() ? present.description().hostname() : name);
        if (before != null && after != null) {
            changed(
                    attributes,
                    "availability",
                    Words.of(before.spec().availability()),
                    Words.of(after.spec().availability()));
            changed(
                    attributes,
                    "role",
                    Words.of(before.spec().role()),
                    Words.of(after.spec().role()));
            changed(
                    attributes,
                    "state",
                    Words.of(before.status().state()),
                    Words.of(after.status().state()));
        }
        return Optional.of(
                new ClusterEvent("node", action(before, after), present.id().value(), attributes));
    }

    private static Optional<ClusterEvent> service(
            @Nullable Service before, @Nullable Service after) {
        Service present = after == null ? before : after;
        if (present == null) {
            return Optional.empty();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("name", present.spec().name());
        if (before != null && after != null) {
            changed(attributes, "replicas", replicas(before), replicas(after));
            changed(
                    attributes,
                    "image",
                    before.spec().task().container().image(),
                    after.spec().task().container().image());
            changed(attributes, "updatestate", state(before), state(after));
        }
        return Optional.of(
                new ClusterEvent(
                        "service", action(before, after), present.id().value(), attributes));
    }

    private static String action(@Nullable Object before, @Nullable Object after) {
        return before == null ? "create" : after == null ? "remove" : "update";
    }

    private static void changed(
            Map<String, String> attributes, String what, String before, String after) {
        if (!before.equals(after)) {
            if (!before.isEmpty()) {
                attributes.put(what + ".old", before);
            }
            if (!after.isEmpty()) {
                attributes.put(what + ".new", after);
            }
        }
    }

    private static String replicas(Service service) {
        return service.spec().mode() instanceof ServiceMode.Replicated(long replicas)
                ? Long.toString(replicas)
                : "";
    }

    private static String state(Service service) {
        UpdateStatus status = service.updateStatus();
        return status == null ? "" : Words.of(status.state());
    }
}
