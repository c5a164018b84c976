package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.SizeOffer;
import com.google.gson.JsonObject;
import com.myjeeva.digitalocean.pojo.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Turns a request into calls: ten names each, every word resolved.
final class Planner {
    /// The most names that one call takes.
    static final int NAMES = 10;

    /// How many creates are under way at once at most: the burst limit is shared with the polling.
    private static final int TOGETHER = 4;

    private static final int USER_DATA_BYTES = 65_536;
    private static final String NAME = "[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?";

    private final ProviderContext context;
    private final Settings settings;
    private final Api api;
    private final Catalogue catalogue;
    private final Keys keys;

    Planner(ProviderContext context, Settings settings, Api api, Catalogue catalogue, Keys keys) {
        this.context = context;
        this.settings = settings;
        this.api = api;
        this.catalogue = catalogue;
        this.keys = keys;
    }

    CreatePlan plan(CreateRequest request, Set<String> there) throws InterruptedException {
        MachineSpec asked = request.spec();
        check(request);
        SizeOffer size = catalogue.requireSize(or(asked.size(), settings.size()));
        var places = new ArrayList<String>();
        for (String region : regions(request)) {
            places.add(catalogue.requireRegion(region, size));
        }
        Image image = catalogue.requireImage(or(asked.image(), settings.image()));
        MachineSpec spec =
                asked.withSize(size.size().text())
                        .withImage(Catalogue.word(image))
                        .withUserData(or(asked.userData(), settings.userData()));
        checkUserData(spec.userData());
        keys.check();
        var existing = new LinkedHashSet<>(request.names());
        existing.retainAll(there);
        var batches = new ArrayList<Batch>();
        for (int turn = 0; turn < places.size(); turn++) {
            String place = places.get(turn);
            if (image.getRegions() != null && !image.getRegions().contains(place)) {
                throw new BeltException.InvalidInput(
                                ProviderProblem.UNKNOWN_IMAGE,
                                "region " + place + " has no image " + spec.image())
                        .withDetail("it is in " + String.join(", ", image.getRegions()));
            }
            MachineSpec here = spec.withRegion(place).withResolved(network(place));
            for (List<String> names : dealt(request.names(), existing, turn, places.size())) {
                batches.add(Batch.of(names, here, size.price()));
            }
        }
        return new CreatePlan(
                batches, existing, Math.min(TOGETHER, context.parallel()), notes(size));
    }

    private List<String> notes(SizeOffer size) {
        return settings.backups() && size.price() != null
                ? List.of("backups cost about a fifth more than the prices shown")
                : List.of();
    }

    private static String or(String asked, String usual) {
        return asked.isEmpty() ? usual : asked;
    }

    private List<String> regions(CreateRequest request) {
        return !request.regions().isEmpty()
                ? request.regions()
                : List.of(or(request.spec().region(), settings.region()));
    }

    /// The names of one turn, ten at a time.
    private static List<List<String>> dealt(
            List<String> all, Set<String> existing, int turn, int turns) {
        List<String> left = all.stream().filter(name -> !existing.contains(name)).toList();
        var names = new ArrayList<String>();
        for (int i = turn; i < left.size(); i += turns) {
            names.add(left.get(i));
        }
        var dealt = new ArrayList<List<String>>();
        for (int from = 0; from < names.size(); from += NAMES) {
            dealt.add(names.subList(from, Math.min(names.size(), from + NAMES)));
        }
        return dealt;
    }

    private void check(CreateRequest request) {
        for (String name : request.names()) {
            if (!name.matches(NAME)) {
                throw new BeltException.InvalidInput(
                        ProviderProblem.BAD_NAME,
                        "DigitalOcean takes no machine of the name " + name);
            }
        }
        List<String> tags =
                Tags.of(
                        context.cluster(),
                        "0".repeat(25),
                        request.spec().labels(),
                        settings.tags());
        for (String tag : tags) {
            if (tag.length() > Tags.LONGEST) {
                throw new BeltException.InvalidInput(
                                DigitalOceanProblem.REFUSED, "a label is too long to be a tag")
                        .withDetail(
                                tag.substring(0, 60)
                                        + "… has "
                                        + tag.length()
                                        + " characters of 255");
            }
        }
    }

    private static void checkUserData(String text) {
        int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes >= USER_DATA_BYTES) {
            throw new BeltException.InvalidInput(
                    DigitalOceanProblem.REFUSED,
                    "the user data has " + bytes + " bytes, DigitalOcean takes less than 65536");
        }
    }

    /// The VPC to ask for; nothing for the region's default.
    private Map<String, String> network(String region) throws InterruptedException {
        if (settings.network().isEmpty()) {
            return Map.of();
        }
        record Network(String id, String name, String region) {}
        List<Network> all =
                api.all(
                        "/v2/vpcs",
                        "vpcs",
                        (JsonObject each) ->
                                new Network(
                                        each.get("id").getAsString(),
                                        each.get("name").getAsString(),
                                        each.get("region").getAsString()));
        String word = settings.network().toLowerCase(Locale.ROOT);
        var found = new HashMap<String, String>();
        for (Network each : all) {
            boolean meant = each.id().equals(word) || each.name().equalsIgnoreCase(word);
            if (meant && each.region().equals(region)) {
                found.put("vpc", each.id());
            }
        }
        if (found.isEmpty()) {
            throw new BeltException.InvalidInput(
                            DigitalOceanProblem.NETWORK,
                            "region " + region + " has no VPC " + settings.network())
                    .withDetail(
                            "it has "
                                    + String.join(
                                            ", ",
                                            all.stream()
                                                    .filter(each -> each.region().equals(region))
                                                    .map(Network::name)
                                                    .toList()));
        }
        return found;
    }
}
