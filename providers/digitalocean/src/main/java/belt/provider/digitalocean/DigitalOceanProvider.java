package belt.provider.digitalocean;

import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Account;
import belt.provider.Answers;
import belt.provider.Batch;
import belt.provider.ClusterRules;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.ImageOffer;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.RegionOffer;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DigitalOcean under the contract. Holds no state beside connections and the vendor's lists.
final class DigitalOceanProvider implements MachineProvider {
    private static final Logger LOG = LoggerFactory.getLogger(DigitalOceanProvider.class);
    private static final String GPU = "gpu-";

    private final ProviderType type;
    private final ProviderContext context;
    private final Settings settings;
    private final LimitedHttp http;
    private final Vendor vendor;
    private final Catalogue catalogue;
    private final Droplets droplets;
    private final Keys keys;
    private final Planner planner;
    private final Power power;
    private final Firewall firewall;
    private final GpuMark gpus;

    DigitalOceanProvider(
            ProviderType type, ProviderContext context, Settings settings, Secret token) {
        this.type = type;
        this.context = context;
        this.settings = settings;
        this.http = Http.open(context, settings, token);
        var api = new Api(http, settings, token, context.around());
        this.vendor = new Vendor(http, token, api);
        this.catalogue = new Catalogue(api, vendor);
        this.droplets = new Droplets(context, settings, api);
        this.keys = new Keys(vendor, settings, context.cluster());
        this.planner = new Planner(context, settings, api, catalogue, keys);
        this.power =
                new Power(
                        context,
                        droplets,
                        new Power.Listing() {
                            @Override
                            public List<Droplets.Droplet> ofCluster(String cluster)
                                    throws InterruptedException {
                                return DigitalOceanProvider.this.ofCluster(cluster);
                            }

                            @Override
                            public List<Droplets.Droplet> ofBatch(String cluster, String batch)
                                    throws InterruptedException {
                                return listed(Tags.batch(cluster, batch), gpusMayBeIn(cluster));
                            }
                        });
        this.firewall = new Firewall(api, vendor, context.cluster());
        this.gpus = new GpuMark(context.stateDir());
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() throws InterruptedException {
        var account = vendor.account();
        var facts = new LinkedHashMap<String, String>();
        facts.put("e-mail", Objects.requireNonNullElse(account.getEmail(), ""));
        facts.put("status", Objects.requireNonNullElse(account.getStatus(), ""));
        String said = Objects.requireNonNullElse(account.getStatusMessage(), "").strip();
        if (!said.isEmpty()) {
            facts.put("message", said);
        }
        return new Account(
                Objects.requireNonNullElse(account.getUuid(), ""),
                Objects.requireNonNullElse(account.getDropletLimit(), 0),
                droplets.count(),
                facts);
    }

    @Override
    public List<SizeOffer> sizes() throws InterruptedException {
        return catalogue.sizeOffers();
    }

    @Override
    public List<RegionOffer> regions() throws InterruptedException {
        return catalogue.regionOffers();
    }

    @Override
    public List<ImageOffer> images() throws InterruptedException {
        return catalogue.imageOffers();
    }

    @Override
    public MachineSize size(String text) throws InterruptedException {
        return catalogue.requireSize(text).size();
    }

    @Override
    public CreatePlan plan(CreateRequest request) throws InterruptedException {
        Set<String> there =
                list(Selection.cluster()).stream().map(Machine::name).collect(Collectors.toSet());
        return planner.plan(request, there);
    }

    /// Uploads the cluster's key where it is missing: once, however many batches. A cluster that has neither machines nor
    /// firewall gets its firewall; one that has machines is left as it is, for nobody knows which of them are managers.
    @Override
    public CreatePlan prepare(CreatePlan plan) throws InterruptedException {
        if (!plan.batches().isEmpty()
                && !firewall.exists()
                && list(Selection.cluster()).isEmpty()) {
            firewall.apply(
                    firewall.plan(
                            ClusterRules.of(
                                    settings.adminCidrs(),
                                    List.of(settings.sshPort()),
                                    List.of())));
        }
        var fingerprints = new HashMap<String, String>();
        for (Batch batch : plan.batches()) {
            String line = batch.spec().sshPublicKey();
            if (!line.isEmpty() && !fingerprints.containsKey(line)) {
                fingerprints.put(line, keys.ensure(line));
            }
        }
        return plan.map(batch -> {
            var resolved = new HashMap<>(batch.spec().resolved());
            String fingerprint = fingerprints.get(batch.spec().sshPublicKey());
            if (fingerprint != null) {
                resolved.put("key", fingerprint);
            }
            return batch.withSpec(batch.spec().withResolved(resolved));
        });
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        if (batch.spec().size().startsWith(GPU)) {
            gpus.set();
        }
        List<Machine> told = droplets.create(batch);
        told.forEach(onState);
        return Answers.ofCreate(batch, told, "DigitalOcean");
    }

    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        return switch (selection) {
            case Selection.OfCluster _ -> machines(ofCluster(context.cluster()));
            case Selection.OfBatch(String id) ->
                    machines(listed(Tags.batch(context.cluster(), id), gpus.isSet()));
            case Selection.Everything _ -> {
                List<Machine> all = machines(listed(Tags.BELT, true));
                if (all.stream().anyMatch(this::isOwnGpu)) {
                    gpus.set();
                }
                yield all;
            }
        };
    }

    private boolean isOwnGpu(Machine machine) {
        return machine.cluster().equals(context.cluster()) && machine.size().startsWith(GPU);
    }

    private List<Droplets.Droplet> ofCluster(String cluster) throws InterruptedException {
        return listed(Tags.cluster(cluster), gpusMayBeIn(cluster));
    }

    private boolean gpusMayBeIn(String cluster) {
        return gpus.isSet() || !cluster.equals(context.cluster());
    }

    private List<Droplets.Droplet> listed(String tag, boolean withGpus)
            throws InterruptedException {
        var all = new ArrayList<>(droplets.tagged(tag, false));
        if (withGpus) {
            all.addAll(droplets.tagged(tag, true));
        }
        return all;
    }

    private static List<Machine> machines(List<Droplets.Droplet> droplets) {
        return droplets.stream().map(Droplets.Droplet::machine).toList();
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        return power.delete(machines);
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return power.start(machines);
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return power.stop(machines);
    }

    @Override
    public List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return power.kill(machines);
    }

    @Override
    public List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        return power.restart(machines);
    }

    @Override
    public List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return power.resize(machines, size.text());
    }

    @Override
    public List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        return power.label(machines, labels);
    }

    @Override
    public FirewallPlan firewall(List<FirewallRule> rules) throws InterruptedException {
        return firewall.plan(rules);
    }

    @Override
    public void apply(FirewallPlan plan) throws InterruptedException {
        firewall.apply(plan);
    }

    @Override
    public Set<String> managers() throws InterruptedException {
        return listed(Tags.managers(context.cluster()), gpus.isSet()).stream()
                .map(each -> each.machine().id())
                .collect(Collectors.toSet());
    }

    @Override
    public void managers(Collection<Machine> machines) throws InterruptedException {
        Set<String> ours =
                ofCluster(context.cluster()).stream()
                        .map(each -> each.machine().id())
                        .collect(Collectors.toSet());
        Set<String> wanted = machines.stream().map(Machine::id).collect(Collectors.toSet());
        wanted.retainAll(ours);
        Set<String> now = managers();
        String tag = Tags.managers(context.cluster());
        droplets.mark(tag, wanted.stream().filter(id -> !now.contains(id)).toList(), true);
        droplets.mark(tag, now.stream().filter(id -> !wanted.contains(id)).toList(), false);
    }

    @Override
    public void forgetCluster() throws InterruptedException {
        Answers.requireNone(
                context.cluster(),
                listed(Tags.cluster(context.cluster()), true).stream()
                        .map(each -> each.machine().name())
                        .toList(),
                "at DigitalOcean");
        firewall.forget();
        keys.forget();
        for (String tag : vendor.tags()) {
            if (tag.equals(Tags.cluster(context.cluster()))
                    || tag.equals(Tags.managers(context.cluster()))
                    || tag.startsWith(Tags.batches(context.cluster()))) {
                vendor.deleteTag(tag);
            }
        }
        gpus.clear();
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            LOG.debug("closing the connections", e);
        }
    }
}
