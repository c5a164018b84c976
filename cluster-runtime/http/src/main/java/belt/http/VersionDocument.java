package belt.http;

import belt.http.json.Json;
import belt.http.server.ApiVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answer to `GET /version`: the engine's own where there is one, with our range of API versions, and belt in front
/// of the components.
record VersionDocument(String beltVersion, ApiVersion max, ApiVersion min) {
    Json merge(Json engine) {
        Map<String, Json> members = new LinkedHashMap<>(own());
        List<Json> components = new ArrayList<>();
        components.add(component());
        if (engine instanceof Json.Obj theirs) {
            members.putAll(theirs.members());
            if (theirs.members().get("Components") instanceof Json.Arr list) {
                components.addAll(list.elements());
            }
        }
        members.put("Platform", object("Name", new Json.Text("belt " + beltVersion)));
        members.put("Components", new Json.Arr(components));
        members.put("ApiVersion", new Json.Text(max.toString()));
        members.put("MinAPIVersion", new Json.Text(min.toString()));
        return new Json.Obj(members);
    }

    /// What a node without an engine says of itself.
    private Map<String, Json> own() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("Platform", new Json.Null()); // keeps its place in front
        members.put("Version", new Json.Text(beltVersion));
        members.put("ApiVersion", new Json.Null());
        members.put("MinAPIVersion", new Json.Null());
        members.put("GitCommit", new Json.Text(""));
        members.put("GoVersion", new Json.Text(""));
        members.put("Os", new Json.Text("linux"));
        members.put("Arch", new Json.Text(architecture()));
        members.put("KernelVersion", new Json.Text(System.getProperty("os.version", "")));
        return members;
    }

    private Json component() {
        Map<String, Json> details = new LinkedHashMap<>();
        details.put("ApiVersion", new Json.Text(max.toString()));
        details.put("MinAPIVersion", new Json.Text(min.toString()));
        details.put("Runtime", new Json.Text("Java " + Runtime.version()));
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("Name", new Json.Text("belt"));
        members.put("Version", new Json.Text(beltVersion));
        members.put("Details", new Json.Obj(details));
        return new Json.Obj(members);
    }

    private static Json object(String name, Json value) {
        return new Json.Obj(Map.of(name, value));
    }

    /// Go's word for the processor, as Docker reports it.
    static String architecture() {
        String java = System.getProperty("os.arch", "");
        return java.equals("aarch64") ? "arm64" : java.equals("x86_64") ? "amd64" : java;
    }
}
