package belt.provider.digitalocean.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// How calls look from outside: paths, parameters, statuses.
final class Routes {
    private Routes() {}

    /// The status of an answer that is a success.
    static int status(String shape) {
        return switch (shape) {
            case "POST /v2/droplets", "POST /v2/firewalls" -> 202;
            case "POST /v2/tags/{tag_id}/resources" -> 204;
            case String create when create.startsWith("POST ") -> 201;
            case String delete when delete.startsWith("DELETE ") -> 204;
            default -> 200;
        };
    }

    /// The parameters of a request.
    static Map<String, String> query(URI uri) {
        var query = new HashMap<String, String>();
        String raw = uri.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] two = pair.split("=", 2);
            query.put(
                    URLDecoder.decode(two[0], StandardCharsets.UTF_8),
                    two.length < 2 ? "" : URLDecoder.decode(two[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /// The path with its ids replaced by the vendor's names for them.
    static String shape(String[] path) {
        String whole = String.join("/", path);
        if (path.length < 3) {
            return whole;
        }
        return switch (path[1]) {
            case "account" -> path.length > 3 ? "v2/account/keys/{ssh_key_identifier}" : whole;
            case "droplets" ->
                    path[2].equals("actions")
                            ? whole
                            : path.length > 3
                                    ? "v2/droplets/{droplet_id}/" + path[3]
                                    : "v2/droplets/{droplet_id}";
            case "images" -> "v2/images/{image_id}";
            case "tags" -> path.length > 3 ? "v2/tags/{tag_id}/" + path[3] : "v2/tags/{tag_id}";
            case "firewalls" -> "v2/firewalls/{firewall_id}";
            default -> whole;
        };
    }
}
