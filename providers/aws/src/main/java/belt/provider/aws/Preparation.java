package belt.provider.aws;

import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes what a plan's machines need beside themselves, once a region and VPC: the default VPC where that was asked for, the
/// security groups, the key. What is there already is found, so all of it can be repeated.
final class Preparation {
    private final ProviderContext context;
    private final AwsSettings settings;
    private final Ec2Regions regions;
    private final Groups groups;
    private final Map<String, List<Network.Place>> made = new HashMap<>();
    private final Map<String, Map<String, String>> ids = new HashMap<>();

    Preparation(ProviderContext context, AwsSettings settings, Ec2Regions regions, Groups groups) {
        this.context = context;
        this.settings = settings;
        this.regions = regions;
        this.groups = groups;
    }

    CreatePlan run(CreatePlan plan) throws InterruptedException {
        var batches = new ArrayList<Batch>();
        int turn = 0;
        for (Batch batch : plan.batches()) {
            MachineSpec spec = batch.spec();
            Ec2Region region = regions.of(spec.region());
            var resolved = new LinkedHashMap<>(spec.resolved());
            if (resolved.getOrDefault("vpc", "").isEmpty()) {
                List<Network.Place> places = places(region);
                resolved.putAll(places.get(turn++ % places.size()).resolved());
            }
            resolved.putAll(ids(region, resolved.getOrDefault("vpc", ""), spec.sshPublicKey()));
            batches.add(batch.withSpec(spec.withResolved(resolved)));
        }
        return new CreatePlan(batches, plan.existing(), plan.together(), plan.notes());
    }

    private List<Network.Place> places(Ec2Region region) throws InterruptedException {
        List<Network.Place> places = made.get(region.name());
        if (places == null) {
            places = new Network(settings).make(region);
            made.put(region.name(), places);
        }
        return places;
    }

    private Map<String, String> ids(Ec2Region region, String vpc, String publicKey)
            throws InterruptedException {
        String where = region.name() + " " + vpc;
        Map<String, String> found = ids.get(where);
        if (found == null) {
            found = new HashMap<>();
            found.put("groups", String.join(" ", groups.ensure(region, vpc)));
            var key = new Keys(context.cluster(), settings).ensure(region, publicKey);
            if (key.isPresent()) {
                found.put("key", key.get());
            }
            ids.put(where, found);
        }
        return found;
    }
}
