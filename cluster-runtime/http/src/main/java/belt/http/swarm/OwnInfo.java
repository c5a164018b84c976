package belt.http.swarm;

import belt.http.json.Json;
import belt.http.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What `docker info` shows of a node without an engine. The member names are the engine's.
///
/// @param hostname the node's name
/// @param beltVersion such as `0.1.0`
/// @param cpus processors
/// @param memoryBytes of the node
/// @param labels engine labels, `key=value`
public record OwnInfo(
        String hostname, String beltVersion, int cpus, long memoryBytes, List<String> labels) {
    public OwnInfo {
        labels = List.copyOf(labels);
    }

    Json document() {
        try {
            return Json.parse(JsonWriter.bytes(this::write));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(JsonWriter json) {
        json.object(o -> {
            o.text("ID", "");
            for (String count :
                    List.of(
                            "Containers",
                            "ContainersRunning",
                            "ContainersPaused",
                            "ContainersStopped",
                            "Images")) {
                o.number(count, 0);
            }
            o.text("Driver", "");
            o.object(
                    "Plugins",
                    p ->
                            List.of("Volume", "Network", "Authorization", "Log")
                                    .forEach(kind ->
                                            p.array(kind, List.<String>of(), JsonWriter::value)));
            o.text("KernelVersion", System.getProperty("os.version", ""));
            o.text("OperatingSystem", "linux");
            o.text("OSType", "linux");
            o.text("Architecture", System.getProperty("os.arch", "").replace("amd64", "x86_64"));
            o.number("NCPU", cpus);
            o.number("MemTotal", memoryBytes);
            o.text("Name", hostname);
            o.array("Labels", labels, JsonWriter::value);
            o.flag("ExperimentalBuild", false);
            o.text("ServerVersion", "belt " + beltVersion);
            o.nothing("Warnings");
        });
    }
}
