package belt.http.relay;

import belt.http.json.Json;
import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import belt.http.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Clients speak to us in a newer API than the node's engine knows. What the engine would drop without a word is either
/// said in its own terms or refused, so that nobody gets a container other than the one asked for. The sources are the
/// version histories of Docker's API documentation.
final class OlderEngine {
    private static final int BODY_LIMIT_BYTES = 8 << 20;

    /// What goes to the engine.
    ///
    /// @param body replaces the client's; null where that passes as it comes
    record Request(String rawQuery, @Nullable ByteBuffer body) {}

    /// A member of a body that came with a version; `*` in the path stands for every key or element.
    private record Field(String method, Pattern path, int sinceMinor, List<String> member) {}

    /// A query parameter that came with a version.
    private record Parameter(String method, Pattern path, int sinceMinor, String name) {}

    private static final String CREATE = "/containers/create";
    private static final String MOUNTS = "HostConfig.Mounts.*.";
    private static final String ENDPOINTS = "NetworkingConfig.EndpointsConfig.*.";

    private static final List<Field> FIELDS =
            List.of(
                    field(CREATE, 42, MOUNTS + "BindOptions.CreateMountpoint"),
                    field(CREATE, 43, "HostConfig.Annotations"),
                    field(CREATE, 44, "Healthcheck.StartInterval"),
                    field(CREATE, 44, MOUNTS + "BindOptions.ReadOnlyNonRecursive"),
                    field(CREATE, 44, MOUNTS + "BindOptions.ReadOnlyForceRecursive"),
                    field(CREATE, 44, ENDPOINTS + "MacAddress"),
                    field(CREATE, 45, MOUNTS + "VolumeOptions.Subpath"),
                    field(CREATE, 46, MOUNTS + "TmpfsOptions.Options"),
                    field(CREATE, 48, MOUNTS + "ImageOptions"),
                    field(CREATE, 48, ENDPOINTS + "GwPriority"),
                    field("/networks/[^/]+/connect", 44, "EndpointConfig.MacAddress"),
                    field("/networks/[^/]+/connect", 48, "EndpointConfig.GwPriority"),
                    field("/volumes/create", 42, "ClusterVolumeSpec"));

    private static final List<Parameter> PARAMETERS =
            List.of(
                    parameter("POST", CREATE, 41, "platform"),
                    parameter("POST", "/containers/[^/]+/(stop|restart)", 42, "signal"),
                    parameter("POST", "/images/.+/push", 46, "platform"),
                    parameter("GET", "/images/.+/history", 48, "platform"),
                    parameter("GET", "/images/(.+/)?get", 48, "platform"),
                    parameter("POST", "/images/load", 48, "platform"),
                    parameter("GET", "/images/.+/json", 49, "platform"),
                    parameter("DELETE", "/images/.+", 50, "platforms"),
                    parameter("POST", "/build/prune", 48, "max-used-space"),
                    parameter("POST", "/build/prune", 48, "min-free-space"));

    private static Field field(String path, int since, String member) {
        return new Field("POST", Pattern.compile(path), since, List.of(member.split("\\.")));
    }

    private static Parameter parameter(String method, String path, int since, String name) {
        return new Parameter(method, Pattern.compile(path), since, name);
    }

    /// Says the request in the engine's terms.
    ///
    /// @throws ApiError 400 for what it cannot be told
    Request translate(Exchange exchange, ApiVersion engine)
            throws IOException, InterruptedException {
        for (Parameter each : PARAMETERS) {
            if (engine.before(each.sinceMinor())
                    && each.method().equals(exchange.method())
                    && each.path().matcher(exchange.path()).matches()
                    && !exchange.query().text(each.name()).isEmpty()) {
                throw unknown(engine, each.sinceMinor(), "the parameter " + each.name());
            }
        }
        String query = OlderEngineQuery.translate(exchange, engine);
        if (!exchange.method().equals("POST") || !hasRules(exchange.path())) {
            return new Request(query, null);
        }
        byte[] sent = exchange.body(BODY_LIMIT_BYTES);
        return new Request(query, ByteBuffer.wrap(translateBody(exchange.path(), sent, engine)));
    }

    private static boolean hasRules(String path) {
        return path.equals("/networks/create")
                || FIELDS.stream().anyMatch(each -> each.path().matcher(path).matches());
    }

    static byte[] translateBody(String path, byte[] sent, ApiVersion engine) {
        Json.Obj body;
        try {
            if (!(Json.parse(sent) instanceof Json.Obj object)) {
                return sent;
            }
            body = object;
        } catch (IOException e) {
            return sent; // the engine finds better words for what is wrong
        }
        boolean changed = false;
        if (path.equals(CREATE) && engine.before(44)) {
            changed = moveMacAddress(body);
        }
        if (path.equals("/networks/create")) {
            changed = translateNetwork(body, engine);
        }
        for (Field each : FIELDS) {
            if (engine.before(each.sinceMinor())
                    && each.path().matcher(path).matches()
                    && says(body, each.member())) {
                throw unknown(engine, each.sinceMinor(), String.join(".", each.member()));
            }
        }
        return changed ? body.bytes() : sent;
    }

    private static ApiError unknown(ApiVersion engine, int since, String what) {
        return ApiError.badRequest(
                "the engine of this node speaks API "
                        + engine
                        + " and does not know "
                        + what
                        + ", which came with API 1."
                        + since);
    }

    /// Whether the member is there and says anything but "no".
    private static boolean says(Json value, List<String> member) {
        if (member.isEmpty()) {
            return switch (value) {
                case Json.Obj object -> !object.members().isEmpty();
                case Json.Arr array -> !array.elements().isEmpty();
                case Json.Text text -> !text.value().isEmpty();
                case Json.Num number -> !number.digits().equals("0");
                case Json.Bool flag -> flag.value();
                case Json.Null _ -> false;
            };
        }
        List<String> rest = member.subList(1, member.size());
        List<Json> children = new ArrayList<>();
        if (value instanceof Json.Arr array && member.getFirst().equals("*")) {
            children.addAll(array.elements());
        } else if (value instanceof Json.Obj object) {
            object.members()
                    .forEach((name, child) -> {
                        if (member.getFirst().equals("*")
                                || member.getFirst().equalsIgnoreCase(name)) {
                            children.add(child);
                        }
                    });
        }
        return children.stream().anyMatch(child -> says(child, rest));
    }

    /// Since 1.44 the address belongs to an endpoint; before, a container had one, for its first network.
    private static boolean moveMacAddress(Json.Obj body) {
        if (!(body.members().get("NetworkingConfig") instanceof Json.Obj networking)
                || !(networking.members().get("EndpointsConfig") instanceof Json.Obj endpoints)
                || endpoints.members().size() != 1
                || !(endpoints.members().values().iterator().next() instanceof Json.Obj only)
                || !(only.members().get("MacAddress") instanceof Json.Text address)
                || address.value().isEmpty()) {
            return false;
        }
        Map<String, Json> endpoint = new LinkedHashMap<>(only.members());
        endpoint.remove("MacAddress");
        endpoints.members().replaceAll((_, _) -> new Json.Obj(endpoint));
        body.members().put("MacAddress", address);
        return true;
    }

    private static boolean translateNetwork(Json.Obj body, ApiVersion engine) {
        if (engine.before(48)
                && body.members().get("EnableIPv4") instanceof Json.Bool(boolean v4)
                && !v4) {
            throw unknown(engine, 48, "networks without IPv4");
        }
        if (!engine.before(44)) {
            return false;
        }
        // since 1.44 names are always unique and clients ask no more; older engines would make a
        // second one
        body.members().put("CheckDuplicate", new Json.Bool(true));
        return true;
    }
}
