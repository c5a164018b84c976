package belt.provider.selftest;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.provider.Machine;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs the contract against a provider, with at most two machines at a time in a cluster of its own, and removes them.
///
/// @param type the provider
/// @param context what to open it with; its cluster's name is the test's own
/// @param spec what the machines are like
/// @param otherSize another size, for providers that can resize; empty to leave that out
/// @param folder an empty folder for the provider's files
/// @param patience how long a machine may take to become active or to vanish
/// @param cluster the test's cluster
/// @param names of two machines, and one of which none is made
/// @param labels that the machines have to keep
/// @param hang lets a machine's guest hang, so that it hears no request to shut down; may do nothing
public record SelfTest(
        ProviderType type,
        ProviderContext context,
        MachineSpec spec,
        String otherSize,
        Path folder,
        Duration patience,
        String cluster,
        List<String> names,
        Map<String, String> labels,
        Consumer<Machine> hang) {
    /// With names of its own that nobody has.
    public SelfTest(
            ProviderType type,
            ProviderContext context,
            MachineSpec spec,
            String otherSize,
            Path folder,
            Duration patience) {
        this(
                type,
                context,
                spec,
                otherSize,
                folder,
                patience,
                "belt-self-test-" + RandomId.next().substring(0, 6),
                names(RandomId.next().substring(0, 5)),
                Map.of("purpose", "self test, \"quoted\""),
                _ -> {});
    }

    private static List<String> names(String middle) {
        return List.of("a", "b", "c").stream()
                .map(end -> "selftest-" + middle + "-" + end)
                .toList();
    }

    /// All steps in their order. The last one removes what the others made; a step that throws is broken.
    public List<Step> steps() {
        var bench = new ContractBench(this);
        var contract = new ContractSteps(bench);
        var steps = new ArrayList<Step>();
        if (type instanceof SelfTested tested) {
            steps.addAll(tested.steps(bench.context("belt-self-test-protocol")));
        }
        steps.addAll(contract.steps());
        steps.add(contract.cleanUp());
        return List.copyOf(steps);
    }

    /// Runs every step, also after one is found broken.
    ///
    /// @param onFinding hears of each at once
    public List<Step.Finding> run(Consumer<Step.Finding> onFinding) throws InterruptedException {
        var findings = new ArrayList<Step.Finding>();
        List<Step> steps = steps();
        Step cleanUp = steps.getLast();
        try {
            for (Step step : steps.subList(0, steps.size() - 1)) {
                findings.add(look(step, onFinding));
            }
        } finally {
            findings.add(look(cleanUp, onFinding));
        }
        return findings;
    }

    private static Step.Finding look(Step step, Consumer<Step.Finding> onFinding)
            throws InterruptedException {
        var finding = new Step.Finding(step.promise(), verdict(step));
        onFinding.accept(finding);
        return finding;
    }

    private static Step.Verdict verdict(Step step) throws InterruptedException {
        try {
            return step.work().look();
        } catch (BeltException e) {
            return new Step.Verdict.Broken(
                    e.getMessage()
                            + " ["
                            + e.code().id()
                            + "]"
                            + e.detail().map(line -> "; " + line).orElse(""));
        }
    }
}
