package belt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import belt.model.ContainerSpec;
import belt.model.Healthcheck;
import belt.model.LogDriver;
import belt.model.Mount;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerBodyTest {
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ContainerSpec spec(
            List<String> command,
            List<String> args,
            List<Mount> mounts,
            @Nullable Healthcheck health,
            List<String> hosts,
            List<String> ulimits) {
        return new ContainerSpec(
                "busybox",
                Map.of(),
                command,
                args,
                "",
                List.of(),
                "",
                "",
                List.of(),
                false,
                false,
                false,
                "SIGINT",
                Duration.ofMillis(1500),
                null,
                hosts,
                mounts,
                List.of(),
                List.of(),
                health,
                ContainerSpec.Dns.NONE,
                Map.of(),
                List.of(),
                List.of(),
                ulimits,
                "",
                0);
    }

    private static JsonNode body(ContainerSpec spec, NewContainer.Binding... ports) {
        return asSent(
                new NewContainer(
                        "web.1.x",
                        spec,
                        Map.of("a", "b"),
                        Resources.NONE,
                        null,
                        List.of(ports),
                        ""));
    }

    private static JsonNode asSent(NewContainer wanted) {
        return json(ContainerBody.of(wanted).toString());
    }

    @Test
    void leavesOutWhatWasNotSaid() {
        assertThat(body(spec(List.of(), List.of(), List.of(), null, List.of(), List.of())))
                .isEqualTo(
                        json(
                                "{'Image':'busybox','StopSignal':'SIGINT','Labels':{'a':'b'},"
                                        + "'StopTimeout':2,'HostConfig':{}}"));
    }

    @Test
    void aCommandReplacesTheEntrypointAndArgumentsTheCommand() {
        JsonNode both =
                body(spec(List.of("sh"), List.of("-c"), List.of(), null, List.of(), List.of()));
        assertThat(both.get("Entrypoint")).isEqualTo(json("['sh']"));
        assertThat(both.get("Cmd")).isEqualTo(json("['-c']"));
    }

    @Test
    void turnsHostsAndUlimitsRound() {
        JsonNode host =
                body(spec(
                                List.of(),
                                List.of(),
                                List.of(),
                                null,
                                List.of("10.0.0.1 db other"),
                                List.of("nofile=10:20")))
                        .get("HostConfig");
        assertThat(host)
                .isEqualTo(
                        json(
                                "{'ExtraHosts':['db:10.0.0.1'],"
                                        + "'Ulimits':[{'Name':'nofile','Soft':10,'Hard':20}]}"));
    }

    @Test
    void writesMountsWithTheirOptions() {
        var bind = new Mount("bind", "/a", "/b", true, "", "rshared", true, false, null, null);
        var volume =
                new Mount(
                        "volume",
                        "data",
                        "/data",
                        false,
                        "",
                        "",
                        false,
                        false,
                        new Mount.VolumeOptions(true, Map.of(), "nfs", Map.of("o", "x"), ""),
                        null);
        JsonNode host =
                body(spec(List.of(), List.of(), List.of(bind, volume), null, List.of(), List.of()))
                        .get("HostConfig");
        assertThat(host.get("Mounts"))
                .isEqualTo(
                        json(
                                "[{'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true,"
                                        + "'BindOptions':{'Propagation':'rshared','NonRecursive':true}},"
                                        + "{'Type':'volume','Source':'data','Target':'/data','VolumeOptions':"
                                        + "{'NoCopy':true,'DriverConfig':{'Name':'nfs','Options':{'o':'x'}}}}]"));
    }

    @Test
    void bindsPortsAndLetsTheEngineChooseWhereNoneIsGiven() {
        var ingress = new PortConfig("", Protocol.TCP, 80, 0, PublishMode.INGRESS);
        var host = new PortConfig("", Protocol.UDP, 53, 5353, PublishMode.HOST);
        JsonNode body =
                body(
                        spec(List.of(), List.of(), List.of(), null, List.of(), List.of()),
                        new NewContainer.Binding(ingress, "10.0.0.5"),
                        new NewContainer.Binding(host, ""));
        assertThat(body.get("ExposedPorts")).isEqualTo(json("{'80/tcp':{},'53/udp':{}}"));
        assertThat(body.get("HostConfig").get("PortBindings"))
                .isEqualTo(
                        json(
                                "{'80/tcp':[{'HostIp':'10.0.0.5','HostPort':''}],"
                                        + "'53/udp':[{'HostIp':'','HostPort':'5353'}]}"));
    }

    @Test
    void writesLimitsLoggingAndHealthInTheEnginesUnits() {
        var health =
                new Healthcheck(
                        List.of("CMD", "true"),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        3);
        JsonNode body =
                asSent(
                        new NewContainer(
                                "x",
                                spec(List.of(), List.of(), List.of(), health, List.of(), List.of()),
                                Map.of(),
                                new Resources(500_000_000L, 1 << 20, 7, List.of()),
                                new LogDriver("json-file", Map.of("max-size", "1m")),
                                List.of(),
                                "host"));
        assertThat(body.get("Healthcheck"))
                .isEqualTo(json("{'Test':['CMD','true'],'Interval':1000000000,'Retries':3}"));
        assertThat(body.get("HostConfig"))
                .isEqualTo(
                        json(
                                "{'NetworkMode':'host','Memory':1048576,'NanoCpus':500000000,"
                                        + "'PidsLimit':7,'LogConfig':{'Type':'json-file','Config':{'max-size':'1m'}}}"));
    }
}
