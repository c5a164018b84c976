package belt.provider.digitalocean.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tags of what exists already.
final class TagCalls {
    private TagCalls() {}

    /// Gives a tag to droplets, or takes it away: all or none.
    static void mark(Call call, FakeAccount account, boolean on) {
        String tag = account.tags.get(call.id().toLowerCase(Locale.ROOT));
        if (tag == null) {
            throw ApiFailure.notFound();
        }
        var marked = new ArrayList<FakeDroplet>();
        for (JsonElement each : call.body().getAsJsonArray("resources")) {
            JsonObject resource = each.getAsJsonObject();
            if (!resource.get("resource_type").getAsString().equals("droplet")) {
                throw ApiFailure.unprocessable("resource_type is not supported");
            }
            FakeDroplet droplet = account.droplets.get(resource.get("resource_id").getAsLong());
            if (droplet == null || !droplet.found(call.now())) {
                throw ApiFailure.notFound();
            }
            marked.add(droplet);
        }
        for (FakeDroplet droplet : marked) {
            var tags = new ArrayList<>(droplet.tags);
            tags.removeIf(tag::equalsIgnoreCase);
            if (on) {
                tags.add(tag);
            }
            droplet.tags = List.copyOf(tags);
        }
    }
}
