package belt.cli.operate;

import belt.cli.creation.Finish;
import belt.cli.creation.Stage;
import belt.cli.creation.StageLog;
import belt.cli.term.Progress;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provision.NodeProvisioner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Makes nodes of machines over SSH: engine, certificates, bundle, kernel settings, beltd.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
public record ProvisionFinish(Estate estate, Progress progress) implements Finish {
    /// Its word in the journal.
    public static final String WORD = "provision";

    @Override
    public Map<String, String> details() {
        return Map.of(KEY, WORD);
    }

    @Override
    public Stage goal() {
        return Stage.READY;
    }

    @Override
    public List<Outcome<Machine>> run(Collection<Machine> machines, StageLog log)
            throws InterruptedException {
        Map<String, Machine> byName =
                machines.stream().collect(Collectors.toMap(Machine::name, each -> each));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (var outcome : new NodeWork(estate, progress).withLog(log).provision(machines)) {
            outcomes.add(
                    switch (outcome) {
                        case Outcome.Done<NodeProvisioner.Provisioned>(var node, _) ->
                                new Outcome.Done<>(node, Objects.requireNonNull(byName.get(node)));
                        case Outcome.Failed<NodeProvisioner.Provisioned>(var node, var problem) ->
                                new Outcome.Failed<>(node, problem);
                    });
        }
        return outcomes;
    }
}
