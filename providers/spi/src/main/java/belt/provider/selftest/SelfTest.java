package belt.provider.selftest;

import belt.core.BeltException;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs the contract against a provider, with at most two machines at a time in a cluster of its own, and removes them.
///
/// @param type the provider
/// @param context what to open it with; its cluster's name is the test's own
/// @param spec what the machines are like
/// @param otherSize another size, for providers that can resize; empty to leave that out
/// @param folder an empty folder for the provider's files
/// @param patience how long a machine may take to become active or to vanish
public record SelfTest(
        ProviderType type,
        ProviderContext context,
        MachineSpec spec,
        String otherSize,
        Path folder,
        Duration patience) {
    /// Runs every step, also after one is found broken.
    ///
    /// @param onFinding hears of each at once
    public List<Step.Finding> run(Consumer<Step.Finding> onFinding) throws InterruptedException {
        var findings = new ArrayList<Step.Finding>();
        var steps = new ArrayList<Step>();
        var contract = new ContractSteps(this);
        if (type instanceof SelfTested tested) {
            steps.addAll(tested.steps(contract.context("belt-self-test-protocol")));
        }
        steps.addAll(contract.steps());
        try {
            for (Step step : steps) {
                Step.Finding finding = look(step);
                findings.add(finding);
                onFinding.accept(finding);
            }
        } finally {
            Step.Finding last = look(contract.cleanUp());
            findings.add(last);
            onFinding.accept(last);
        }
        return findings;
    }

    private static Step.Finding look(Step step) throws InterruptedException {
        return new Step.Finding(step.promise(), verdict(step));
    }

    private static Step.Verdict verdict(Step step) throws InterruptedException {
        try {
            return step.work().look();
        } catch (ContractSteps.Complaint e) {
            return new Step.Verdict.Broken(String.valueOf(e.getMessage()));
        } catch (ContractSteps.Skip e) {
            return new Step.Verdict.Skipped(String.valueOf(e.getMessage()));
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
