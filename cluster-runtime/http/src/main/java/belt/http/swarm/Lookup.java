package belt.http.swarm;

import belt.http.server.ApiError;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskId;
import belt.store.View;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds objects as Docker does: by whole id, then by name without regard to case, then by the beginning of an id.
final class Lookup {
    private Lookup() {}

    /// @throws ApiError 404 if there is none, 400 if there are several
    static Service service(View view, String text) {
        Optional<Service> found =
                view.service(new ServiceId(text)).or(() -> view.serviceByName(text));
        return found.orElseGet(
                () -> only("service", text, view.services(), each -> each.id().value()));
    }

    /// @throws ApiError 404 if there is none, 400 if there are several
    static Node node(View view, String text) {
        Optional<Node> found = view.node(new NodeId(text));
        if (found.isPresent()) {
            return found.get();
        }
        List<Node> named =
                view.nodes().stream()
                        .filter(each ->
                                each.description().hostname().equalsIgnoreCase(text)
                                        || each.spec().name().equalsIgnoreCase(text))
                        .toList();
        if (named.size() > 1) {
            throw ambiguous("node", text, named.size());
        }
        return named.isEmpty()
                ? only("node", text, view.nodes(), each -> each.id().value())
                : named.getFirst();
    }

    /// @throws ApiError 404 if there is none, 400 if there are several
    static Task task(View view, String text) {
        Optional<Task> found = view.task(new TaskId(text));
        return found.orElseGet(() -> {
            List<Task> named =
                    view.tasks().stream().filter(each -> name(view, each).equals(text)).toList();
            return named.size() == 1
                    ? named.getFirst()
                    : only("task", text, view.tasks(), each -> each.id().value());
        });
    }

    /// `web.1.<task id>`.
    static String name(View view, Task task) {
        String service =
                view.service(task.serviceId())
                        .map(each -> each.spec().name())
                        .orElse(task.serviceId().value());
        return task.slotName(service) + "." + task.id();
    }

    private static <T> T only(String kind, String text, Collection<T> all, Function<T, String> id) {
        List<T> found =
                text.isEmpty()
                        ? List.of()
                        : all.stream().filter(each -> id.apply(each).startsWith(text)).toList();
        if (found.isEmpty()) {
            throw ApiError.notFound(kind + " " + text + " not found");
        }
        if (found.size() > 1) {
            throw ambiguous(kind, text, found.size());
        }
        return found.getFirst();
    }

    private static ApiError ambiguous(String kind, String text, int count) {
        return ApiError.badRequest(
                kind + " " + text + " is ambiguous (" + count + " matches found)");
    }
}
