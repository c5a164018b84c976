package belt.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.cli.file.ClusterFile;
import belt.cli.file.ClusterFileReader;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpPlannerTest {
    private static final String FILE =
            """
            cluster: c
            machines:
              - {name: 'm[1:3]', role: manager, size: 1gb}
              - {name: 'w[1:2]', size: 512mb, labels: {tier: web}}
            services:
              web: {image: hello, replicas: 4, ports: ['8080:80']}
            """;

    private static ClusterFile file(String text) {
        return ClusterFileReader.parse("f", text);
    }

    private static Machine machine(String name, String size, MachineState state) {
        return Machine.named(name, name, "local", "c")
                .region("local")
                .size(new MachineSize(size, 0, 1))
                .addresses(List.of("10.0.0.1"))
                .state(state)
                .build();
    }

    private static Present asWished(ClusterFile file) {
        var machines = new HashMap<String, Machine>();
        var nodes = new HashMap<String, Present.PresentNode>();
        for (ClusterFile.Machines group : file.machines()) {
            for (String name : group.names()) {
                machines.put(name, machine(name, group.size(), MachineState.ACTIVE));
                nodes.put(
                        name,
                        new Present.PresentNode(
                                "id-" + name, group.manager(), true, group.labels()));
            }
        }
        var services = new HashMap<String, Present.PresentService>();
        file.services()
                .forEach(wish ->
                        services.put(
                                wish.name(),
                                new Present.PresentService(
                                        "id-" + wish.name(), WishHash.of(wish))));
        return new Present(machines, List.copyOf(machines.keySet()), nodes, services);
    }

    private static List<String> lines(List<UpStep> steps) {
        return steps.stream().map(UpStep::line).toList();
    }

    @Test
    void makesEverythingFromNothing() {
        assertThat(lines(UpPlanner.plan(file(FILE), Present.NOTHING)))
                .containsExactly(
                        "+ machine  m1, m2, m3  local 1gb",
                        "+ machine  w1, w2  local 512mb",
                        "+ node     m1, m2, m3  engine, beltd",
                        "+ node     w1, w2  engine, beltd",
                        "+ cluster  c  begins on m1",
                        "+ join     m2, m3  as managers",
                        "+ join     w1, w2  as workers",
                        "~ node     w1  labels {tier=web}",
                        "~ node     w2  labels {tier=web}",
                        "+ service  web  hello, 4 replicas, 8080:80/tcp");
    }

    @Test
    void hasNothingToDoWhereAllIsAsWished() {
        ClusterFile file = file(FILE);
        assertThat(UpPlanner.plan(file, asWished(file))).isEmpty();
    }

    @Test
    void doesOnlyWhatDiffers() {
        ClusterFile before = file(FILE);
        ClusterFile after =
                file(
                        FILE.replace("w[1:2]", "w[1:3]")
                                .replace(
                                        "m[1:3]', role: manager, size: 1gb}",
                                        "m1', role: manager, size: 1gb}\n  - {name: m2, size: 1gb}")
                                .replace("replicas: 4", "replicas: 6"));
        assertThat(lines(UpPlanner.plan(after, asWished(before))))
                .containsExactly(
                        "+ machine  w3  local 512mb",
                        "+ node     w3  engine, beltd",
                        "+ join     w3  as workers",
                        "~ node     m2  demote to worker",
                        "~ node     w3  labels {tier=web}",
                        "~ service  web  hello, 6 replicas, 8080:80/tcp",
                        "- node     m3  demote, drain, remove",
                        "- machine  m3");
    }

    @Test
    void startsWhatStandsStill() {
        ClusterFile file = file(FILE);
        Present present = asWished(file);
        var machines = new HashMap<>(present.machines());
        machines.put("w2", machine("w2", "512mb", MachineState.STOPPED));
        var provisioned = present.provisioned();
        assertThat(
                        lines(
                                UpPlanner.plan(
                                        file,
                                        new Present(
                                                machines,
                                                provisioned,
                                                present.nodes(),
                                                present.services()))))
                .containsExactly("~ machine  w2  start");
    }

    @Test
    void leavesServicesMadeByHandAlone() {
        ClusterFile file = file(FILE);
        Present present = asWished(file);
        var services = new HashMap<>(present.services());
        services.put("mine", new Present.PresentService("x", ""));
        services.put("old", new Present.PresentService("y", "abc"));
        assertThat(
                        lines(
                                UpPlanner.plan(
                                        file,
                                        new Present(
                                                present.machines(),
                                                present.provisioned(),
                                                present.nodes(),
                                                services))))
                .containsExactly("- service  old");
    }

    @Test
    void refusesToRebuildAMachine() {
        ClusterFile file = file(FILE);
        assertThatThrownBy(() -> UpPlanner.plan(file(FILE.replace("512mb", "2gb")), asWished(file)))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("f:4:5: machine w1 is a 512mb, the file asks for 2gb");
    }
}
