package belt.cli.up;

import belt.cli.file.ClusterFile;
import belt.cli.file.FileProblem;
import belt.cli.file.ServiceWish;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares a file with what is there. Changes nothing.
public final class UpPlanner {
    private UpPlanner() {}

    /// The steps that turn what is there into what the file asks for, in the order to do them; empty if nothing differs.
    ///
    /// @throws BeltException.InvalidInput for a wish that would mean to rebuild a machine
    public static List<UpStep> plan(ClusterFile file, Present present) {
        var steps = new ArrayList<UpStep>();
        for (ClusterFile.Machines group : file.machines()) {
            machines(group, present, steps);
        }
        for (ClusterFile.Machines group : file.machines()) {
            provision(group, present, steps);
        }
        join(file, present, steps);
        for (ClusterFile.Machines group : file.machines()) {
            adjust(group, present, steps);
        }
        services(file, present, steps);
        removals(file, present, steps);
        return List.copyOf(steps);
    }

    private static void machines(ClusterFile.Machines group, Present present, List<UpStep> steps) {
        var missing = new ArrayList<String>();
        var stopped = new ArrayList<String>();
        for (String name : group.names()) {
            Machine machine = present.machines().get(name);
            if (machine == null || machine.state() == MachineState.NEW) {
                missing.add(name); // a machine that is half made is made to the end
            } else {
                refuseRebuild(group, machine);
                if (machine.state() == MachineState.STOPPED) {
                    stopped.add(name);
                }
            }
        }
        if (!missing.isEmpty()) {
            steps.add(new UpStep.MakeMachines(group, List.copyOf(missing)));
        }
        if (!stopped.isEmpty()) {
            steps.add(new UpStep.StartMachines(List.copyOf(stopped)));
        }
    }

    private static void refuseRebuild(ClusterFile.Machines group, Machine machine) {
        boolean otherSize = !group.size().equals(machine.size());
        if (otherSize || !group.provider().equals(machine.provider())) {
            throw new BeltException.InvalidInput(
                            FileProblem.BAD_VALUE,
                            group.where()
                                    + ": machine "
                                    + machine.name()
                                    + " is a "
                                    + (otherSize ? machine.size() : machine.provider())
                                    + ", the file asks for "
                                    + (otherSize ? group.size() : group.provider()))
                    .withDetail(
                            "a machine is not rebuilt in silence: take it out of the file, run up, put it back, run up")
                    .withRemedy("belt rm " + machine.name());
        }
    }

    private static void provision(ClusterFile.Machines group, Present present, List<UpStep> steps) {
        List<String> missing =
                group.names().stream()
                        .filter(name -> !present.provisioned().contains(name))
                        .toList();
        if (!missing.isEmpty()) {
            steps.add(new UpStep.Provision(group, missing));
        }
    }

    private static void join(ClusterFile file, Present present, List<UpStep> steps) {
        var managers = new ArrayList<String>();
        var workers = new ArrayList<String>();
        for (ClusterFile.Machines group : file.machines()) {
            for (String name : group.names()) {
                if (!present.nodes().containsKey(name)) {
                    (group.manager() ? managers : workers).add(name);
                }
            }
        }
        if (present.nodes().isEmpty()) {
            String first = managers.removeFirst();
            steps.add(new UpStep.InitCluster(file.name(), first));
        }
        if (!managers.isEmpty()) {
            steps.add(new UpStep.Join(List.copyOf(managers), true));
        }
        if (!workers.isEmpty()) {
            steps.add(new UpStep.Join(List.copyOf(workers), false));
        }
    }

    private static void adjust(ClusterFile.Machines group, Present present, List<UpStep> steps) {
        for (String name : group.names()) {
            Present.PresentNode node = present.nodes().get(name);
            if (node != null && node.manager() != group.manager()) {
                steps.add(new UpStep.ChangeRole(name, node.id(), group.manager()));
            }
            Map<String, String> labels = node == null ? Map.of() : node.labels();
            if (!labels.equals(group.labels())) {
                steps.add(new UpStep.SetLabels(name, group.labels()));
            }
        }
    }

    private static void services(ClusterFile file, Present present, List<UpStep> steps) {
        for (ServiceWish wish : file.services()) {
            Present.PresentService service = present.services().get(wish.name());
            if (service == null) {
                steps.add(new UpStep.CreateService(wish));
            } else if (!service.hash().equals(WishHash.of(wish))) {
                steps.add(new UpStep.UpdateService(service.id(), wish));
            }
        }
        List<String> wished = file.services().stream().map(ServiceWish::name).toList();
        new TreeMap<>(present.services())
                .forEach((name, service) -> {
                    if (!service.hash().isEmpty() && !wished.contains(name)) {
                        steps.add(new UpStep.RemoveService(service.id(), name));
                    }
                });
    }

    private static void removals(ClusterFile file, Present present, List<UpStep> steps) {
        List<String> wished = file.names();
        new TreeMap<>(present.nodes())
                .forEach((name, node) -> {
                    if (!wished.contains(name) && present.machines().containsKey(name)) {
                        steps.add(new UpStep.RemoveNode(name, node.id(), node.manager()));
                    }
                });
        List<String> superfluous =
                present.machines().keySet().stream()
                        .filter(name -> !wished.contains(name))
                        .sorted(belt.core.NaturalOrder.INSTANCE)
                        .toList();
        if (!superfluous.isEmpty()) {
            steps.add(new UpStep.RemoveMachines(superfluous));
        }
    }

    /// The steps that remove everything.
    public static List<UpStep> planDown(String cluster, Present present) {
        var steps = new ArrayList<UpStep>();
        if (!present.machines().isEmpty()) {
            steps.add(
                    new UpStep.RemoveMachines(
                            present.machines().keySet().stream()
                                    .sorted(belt.core.NaturalOrder.INSTANCE)
                                    .toList()));
        }
        steps.add(new UpStep.ForgetCluster(cluster));
        return List.copyOf(steps);
    }
}
