package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.Meta;

/// Writes what every object begins with.
final class MetaJson {
    private MetaJson() {}

    static void members(JsonWriter o, String id, Meta meta) {
        o.text("ID", id);
        o.object("Version", v -> v.numberIfAny("Index", meta.version()));
        o.time("CreatedAt", meta.createdAt());
        o.time("UpdatedAt", meta.updatedAt());
    }
}
