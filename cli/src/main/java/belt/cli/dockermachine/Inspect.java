package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.json.Json;
import belt.cli.output.View;
import belt.cli.state.ClusterState;
import belt.provider.Machine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt machine inspect`: the record, in the shape of Docker Machine's `config.json`, with what belt knows beside it.
final class Inspect implements Command {
    private final Opt<String> format =
            Opt.text("-f, --format", "TEMPLATE")
                    .help("'{{.Driver.IPAddress}}', '{{json .Driver}}' or '{{prettyjson .}}'");

    @Override
    public Spec spec() {
        return Verb.spec("inspect", "Print the record of a machine")
                .arguments("[NAME]")
                .options(format)
                .example("belt machine inspect node1", "all of it, as JSON")
                .example("belt machine inspect -f '{{.Driver.IPAddress}}' node1", "its address")
                .note(
                        "Docker Machine's names; belt's own are under .Belt. Secrets are not part of it.")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var fleet = new Fleet(call);
        Map<String, Object> record = record(fleet.estate().cluster(), fleet.one());
        if (call.find(format).isEmpty()) {
            call.out().line(Json.pretty(record));
            return Exit.DONE;
        }
        View<Map<String, Object>> view =
                View.of("machine", each -> String.valueOf(each.get("Name")));
        record.keySet().forEach(key -> view.field(key, each -> each.getOrDefault(key, "")));
        call.out().docker(view, List.of(record), call.find(format).orElseThrow());
        return Exit.DONE;
    }

    private static Map<String, Object> record(ClusterState cluster, Machine machine) {
        var record = new LinkedHashMap<String, Object>();
        record.put("ConfigVersion", 3);
        record.put("Driver", driver(cluster, machine));
        record.put("DriverName", MachineWords.driver(machine.provider()));
        record.put("HostOptions", options(cluster, machine));
        record.put("Name", machine.name());
        var own = new LinkedHashMap<String, Object>();
        own.put("Cluster", cluster.name());
        own.put("Provider", machine.provider());
        own.put("ID", machine.id());
        own.put("State", MachineWords.state(machine));
        own.put("MemoryBytes", machine.memoryBytes());
        own.put("CPUs", machine.cpus());
        own.put("CreatedAt", machine.createdAt().toString());
        own.put("Labels", machine.labels());
        record.put("Belt", own);
        return record;
    }

    private static Map<String, Object> driver(ClusterState cluster, Machine machine) {
        var driver = new LinkedHashMap<String, Object>();
        driver.put(
                "IPAddress", machine.addresses().isEmpty() ? "" : machine.addresses().getFirst());
        driver.put("MachineName", machine.name());
        driver.put("SSHUser", machine.ssh().user());
        driver.put("SSHPort", machine.ssh().port());
        driver.put("SSHKeyPath", cluster.sshKeyOf(machine).toAbsolutePath().toString());
        driver.put("StorePath", cluster.folder().toAbsolutePath().toString());
        driver.put("Region", machine.region());
        driver.put("Size", machine.size());
        driver.put("Image", machine.image());
        switch (machine.provider()) {
            case "digitalocean" -> driver.put("DropletID", machine.id());
            case "aws" -> {
                driver.put("InstanceId", machine.id());
                driver.put("InstanceType", machine.size());
                driver.put("AMI", machine.image());
            }
            default -> driver.put("ID", machine.id());
        }
        return driver;
    }

    private static Map<String, Object> options(ClusterState cluster, Machine machine) {
        Path certificates = cluster.folder().resolve("certs").toAbsolutePath();
        var auth = new LinkedHashMap<String, Object>();
        auth.put("CertDir", certificates.toString());
        auth.put("CaCertPath", certificates.resolve("ca.pem").toString());
        auth.put("ClientCertPath", certificates.resolve("cert.pem").toString());
        auth.put("ClientKeyPath", certificates.resolve("key.pem").toString());
        auth.put("StorePath", cluster.folder().toAbsolutePath().toString());
        var labels =
                machine.labels().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .sorted()
                        .toList();
        var options = new LinkedHashMap<String, Object>();
        options.put("Driver", "");
        options.put("EngineOptions", Map.of("Labels", labels, "TlsVerify", true));
        options.put("SwarmOptions", Map.of("IsSwarm", false));
        options.put("AuthOptions", auth);
        return options;
    }
}
