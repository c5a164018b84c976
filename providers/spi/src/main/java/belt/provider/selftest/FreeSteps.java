package belt.provider.selftest;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The promises that cost nothing to look at.
record FreeSteps(ContractBench bench) {
    List<Step> steps() {
        return List.of(
                ContractBench.plain("describes its options", this::options),
                ContractBench.plain("refuses an option that nobody knows", this::unknownOption),
                bench.step("tells its account", this::account),
                bench.step("offers what it declares", this::offers),
                bench.step("refuses a region that nobody knows", this::unknownRegion),
                bench.step("makes nothing when it plans", this::planning));
    }

    private void options() {
        var words = new HashSet<String>();
        for (ProviderOption option : bench.test().type().options()) {
            ContractBench.need(words.add(option.key()), "two options are called " + option.key());
            ContractBench.need(
                    option.flag().isEmpty() || words.add(option.flag()),
                    "two options have the flag " + option.flag());
            ContractBench.need(
                    !option.meaning().isBlank(), "option " + option.key() + " has no meaning");
        }
    }

    private void unknownOption() throws InterruptedException {
        ProviderContext context = bench.context(bench.cluster());
        var more = new HashMap<>(context.options());
        more.put("no-such-option", "1");
        ContractBench.needRefusal(
                () -> bench.test().type().open(context.withOptions(more)).close(),
                BeltException.InvalidInput.class,
                "it took the option no-such-option");
    }

    private void account(MachineProvider provider) throws InterruptedException {
        int limit = provider.check().machineLimit();
        ContractBench.need(limit >= 0, "the account may have " + limit + " machines");
        String name = provider.type().name();
        ContractBench.need(
                name.equals(bench.test().type().name()),
                "it calls itself " + name + " once opened");
    }

    private void offers(MachineProvider provider) throws InterruptedException {
        if (bench.can(Capability.REGIONS)) {
            ContractBench.need(
                    !provider.regions().isEmpty(), "it declares regions and offers none");
        }
        if (bench.can(Capability.IMAGES)) {
            ContractBench.need(!provider.images().isEmpty(), "it declares images and offers none");
        }
        if (bench.can(Capability.PRICES)) {
            List<SizeOffer> sizes = provider.sizes();
            ContractBench.need(
                    sizes.isEmpty() || sizes.stream().anyMatch(each -> each.price() != null),
                    "it declares prices, and no size has one");
        }
        ContractBench.need(
                !provider.size(bench.test().spec().size()).text().isBlank(),
                "it does not tell the size " + bench.test().spec().size());
    }

    private void unknownRegion(MachineProvider provider) throws InterruptedException {
        bench.when(Capability.REGIONS);
        var spec = bench.test().spec().withRegion("no-such-region-anywhere");
        ContractBench.needRefusal(
                () -> provider.plan(CreateRequest.of(List.of(bench.first()), spec)),
                BeltException.InvalidInput.class,
                "it planned for the region no-such-region-anywhere");
    }

    private void planning(MachineProvider provider) throws InterruptedException {
        CreatePlan plan = provider.plan(bench.request());
        ContractBench.need(
                plan.count() == 2, "two machines were asked for, planned are " + plan.count());
        Set<String> words = new HashSet<>();
        for (Batch batch : plan.batches()) {
            ContractBench.need(
                    words.add(batch.id()) && words.add(batch.token()),
                    "two batches have the id or token " + batch.id() + ", " + batch.token());
        }
        ContractBench.need(
                !bench.can(Capability.PRICES) || plan.price().isPresent(),
                "it declares prices, and its plan has none");
        bench.pause("listings to catch up");
        List<Machine> there = provider.list(Selection.cluster());
        ContractBench.need(there.isEmpty(), "planning bench.made " + ContractBench.names(there));
    }
}
