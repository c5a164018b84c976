package belt.provider.digitalocean.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One request, read.
///
/// @param shape method and path with its ids replaced, `GET /v2/droplets/{droplet_id}`
/// @param id what stood in the path's place; empty if there is none
/// @param query its parameters
/// @param body its JSON; an empty object if there is none
/// @param now the moment at which it arrives
record Call(String shape, String id, Map<String, String> query, JsonObject body, Instant now) {
    Optional<String> text(String field) {
        JsonElement value = body.get(field);
        return value == null || value.isJsonNull()
                ? Optional.empty()
                : Optional.of(value.getAsString());
    }

    boolean on(String field) {
        return text(field).map(Boolean::parseBoolean).orElse(false);
    }

    List<String> texts(String field) {
        JsonElement value = body.get(field);
        return value == null || value.isJsonNull()
                ? List.of()
                : value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    /// The id as a number.
    long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw ApiFailure.notFound();
        }
    }

    /// One page of a list, in the vendor's envelope.
    <T> Map<String, Object> page(
            String name, List<T> all, java.util.function.Function<T, ?> shape) {
        int size = parameter("per_page", 20);
        int page = parameter("page", 1);
        if (size < 1 || size > 200 || page < 1) {
            throw ApiFailure.unprocessable("per_page is 1 to 200, page at least 1");
        }
        Stream<?> some = all.stream().skip((long) (page - 1) * size).limit(size).map(shape);
        int last = Math.max(1, (all.size() + size - 1) / size);
        Map<String, Object> pages =
                page < last
                        ? Map.of("next", link(page + 1, size), "last", link(last, size))
                        : Map.of();
        return Map.of(
                name,
                some.toList(),
                "links",
                pages.isEmpty() ? Map.of() : Map.of("pages", pages),
                "meta",
                Map.of("total", all.size()));
    }

    private String link(int page, int size) {
        String path = shape.substring(shape.indexOf(' ') + 1);
        return "https://api.digitalocean.com" + path + "?page=" + page + "&per_page=" + size;
    }

    private int parameter(String name, int usual) {
        try {
            return Integer.parseInt(query.getOrDefault(name, Integer.toString(usual)));
        } catch (NumberFormatException e) {
            throw ApiFailure.unprocessable(name + " is not a number");
        }
    }
}
