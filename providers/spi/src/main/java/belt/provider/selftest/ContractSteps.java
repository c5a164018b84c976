package belt.provider.selftest;

import belt.provider.MachineProvider;
import belt.provider.Selection;
import java.util.ArrayList;
import java.util.List;

/// The contract's promises in the order in which they are looked at: the first ones cost nothing, the middle ones share two
/// machines, the last one removes them.
record ContractSteps(ContractBench bench) {
    List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.addAll(new FreeSteps(bench).steps());
        steps.addAll(new MachineSteps(bench).steps());
        steps.addAll(new PowerSteps(bench).steps());
        return steps;
    }

    Step cleanUp() {
        return bench.step("leaves nothing behind", this::removeAll);
    }

    private void removeAll(MachineProvider provider) throws InterruptedException {
        ContractBench.values(provider.delete(provider.list(Selection.cluster())));
        bench.awaitNone(provider);
        provider.forgetCluster();
        provider.forgetCluster();
    }
}
