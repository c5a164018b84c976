package belt.http.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.http.json.JsonWriter;
import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import belt.model.PublishMode;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceJsonTest {
    /// What `docker service create --name web --replicas 3 -p 8080:80 nginx` of docker 28 sends.
    private static final String CLI =
            """
            {"Name":"web","Labels":{},"TaskTemplate":{"ContainerSpec":{"Image":"nginx:latest","Init":false,"DNSConfig":{}},
            "Resources":{"Limits":{},"Reservations":{}},"Placement":{"Platforms":[{"Architecture":"amd64","OS":"linux"}]},
            "ForceUpdate":0},"Mode":{"Replicated":{"Replicas":3}},
            "EndpointSpec":{"Mode":"vip","Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080,
            "PublishMode":"ingress"}]}}\
            """;

    /// What docker-py 7.1 sends for `services.create("bb", name="py", mode={"Replicated": …})`.
    private static final String PYTHON =
            """
            {"Name":"py","Labels":null,"TaskTemplate":{"ContainerSpec":{"Image":"bb:1","Command":["sleep","1000"],
            "Env":["A=b"],"StopGracePeriod":10000000000},"RestartPolicy":{"Condition":"on-failure","Delay":1000000000,
            "MaxAttempts":2,"Window":0}},"Mode":{"replicated":{"Replicas":2}},
            "UpdateConfig":{"Parallelism":1,"FailureAction":"continue","Order":"start-first"},"Unknown":[1]}\
            """;

    private static ServiceSpec read(String body) {
        return ServiceSpecReader.read(Fields.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String write(ServiceSpec spec) {
        return new String(
                        JsonWriter.bytes(json -> json.object(o -> ServiceJson.spec(o, spec))),
                        StandardCharsets.UTF_8)
                .strip();
    }

    @Test
    void readsWhatTheCommandSends() {
        ServiceSpec spec = read(CLI);
        assertThat(spec.name()).isEqualTo("web");
        assertThat(spec.mode()).isEqualTo(new ServiceMode.Replicated(3));
        assertThat(spec.task().container().init()).isFalse();
        assertThat(spec.endpoint()).isNotNull();
        assertThat(spec.endpoint().ports().getFirst().mode()).isEqualTo(PublishMode.INGRESS);
        assertThat(write(spec))
                .isEqualTo(
                        "{\"Name\":\"web\",\"Labels\":{},\"TaskTemplate\":{\"ContainerSpec\":{"
                                + "\"Image\":\"nginx:latest\",\"Init\":false,\"DNSConfig\":{},"
                                + "\"Isolation\":\"default\"},\"Resources\":{\"Limits\":{},"
                                + "\"Reservations\":{}},\"Placement\":{\"Platforms\":[{\"Architecture\":"
                                + "\"amd64\",\"OS\":\"linux\"}]},\"ForceUpdate\":0,\"Runtime\":"
                                + "\"container\"},\"Mode\":{\"Replicated\":{\"Replicas\":3}},"
                                + "\"EndpointSpec\":{\"Mode\":\"vip\",\"Ports\":[{\"Protocol\":\"tcp\","
                                + "\"TargetPort\":80,\"PublishedPort\":8080,\"PublishMode\":"
                                + "\"ingress\"}]}}");
    }

    @Test
    void readsWhatPythonSends() {
        ServiceSpec spec = read(PYTHON);
        assertThat(spec.mode()).isEqualTo(new ServiceMode.Replicated(2));
        assertThat(write(spec))
                .contains(
                        "\"RestartPolicy\":{\"Condition\":\"on-failure\",\"Delay\":1000000000,"
                                + "\"MaxAttempts\":2,\"Window\":0}")
                .contains(
                        "\"UpdateConfig\":{\"Parallelism\":1,\"FailureAction\":\"continue\","
                                + "\"MaxFailureRatio\":0,\"Order\":\"start-first\"}")
                .doesNotContain("EndpointSpec");
    }

    @Test
    void whatWasWrittenReadsBackTheSame() {
        for (String body : new String[] {CLI, PYTHON, FULL}) {
            ServiceSpec spec = read(body);
            ServiceSpec again = read(write(spec));
            assertThat(write(again)).isEqualTo(write(spec));
            // a client that sends an answer back has changed nothing: no task may be replaced by
            // that
            assertThat(again).isEqualTo(spec);
        }
    }

    private static final String FULL =
            """
            {"Name":"full","Labels":{"b":"2","a":"1"},"TaskTemplate":{"ContainerSpec":{"Image":"x","Args":["y"],
            "Hostname":"h","Groups":["g"],"TTY":true,"ReadOnly":true,"StopSignal":"SIGINT","Hosts":["1.2.3.4 z"],
            "Mounts":[{"Type":"volume","Source":"v","Target":"/v","VolumeOptions":{"NoCopy":true,
            "DriverConfig":{"Name":"local","Options":{"o":"p"}}}},{"Source":"/a","Target":"/b","BindOptions":
            {"Propagation":"rslave"}},{"Type":"tmpfs","Target":"/t","TmpfsOptions":{"SizeBytes":5,"Mode":448}}],
            "Healthcheck":{"Test":["CMD","true"],"Interval":5000000000,"Retries":3},"Sysctls":{"a.b":"1"},
            "CapabilityAdd":["CAP_NET_ADMIN"],"Ulimits":[{"Name":"nofile","Soft":5,"Hard":9}],"OomScoreAdj":7,
            "Privileges":{"CredentialSpec":null,"SELinuxContext":null,"NoNewPrivileges":false}},
            "Resources":{"Limits":{"NanoCPUs":500000000,"MemoryBytes":67108864,"Pids":9},"Reservations":{
            "GenericResources":[{"DiscreteResourceSpec":{"Kind":"GPU","Value":2}}]}},
            "Placement":{"Constraints":["node.role==manager"],"Preferences":[{"Spread":{"SpreadDescriptor":
            "node.labels.zone"}}],"MaxReplicas":2},"LogDriver":{"Name":"json-file","Options":{"max-size":"1m"}},
            "Networks":[{"Target":"host"}],"ForceUpdate":4,"Runtime":"belt/exec"},"Mode":{"ReplicatedJob":
            {"MaxConcurrent":2,"TotalCompletions":6}}}\
            """;

    @Test
    void nothingOfAFullSpecIsLost() {
        assertThat(write(read(FULL)))
                .contains("\"Labels\":{\"a\":\"1\",\"b\":\"2\"}")
                .contains("{\"Type\":\"bind\",\"Source\":\"/a\"")
                .contains("\"TmpfsOptions\":{\"SizeBytes\":5,\"Mode\":448}")
                .contains("\"Ulimits\":[{\"Name\":\"nofile\",\"Hard\":9,\"Soft\":5}]")
                .contains(
                        "\"GenericResources\":[{\"DiscreteResourceSpec\":{\"Kind\":\"GPU\",\"Value\":2}}]")
                .contains(
                        "\"Preferences\":[{\"Spread\":{\"SpreadDescriptor\":\"node.labels.zone\"}}]")
                .contains("\"Runtime\":\"belt/exec\"")
                .contains("\"ReplicatedJob\":{\"MaxConcurrent\":2,\"TotalCompletions\":6}");
    }

    @Test
    void defaultsFillGapsOnly() {
        assertThat(write(ServiceDefaults.insert(read(CLI))))
                .contains("\"StopGracePeriod\":10000000000")
                .contains(
                        "\"RestartPolicy\":{\"Condition\":\"any\",\"Delay\":5000000000,"
                                + "\"MaxAttempts\":0}")
                .contains(
                        "\"UpdateConfig\":{\"Parallelism\":1,\"FailureAction\":\"pause\","
                                + "\"Monitor\":5000000000,\"MaxFailureRatio\":0,\"Order\":"
                                + "\"stop-first\"}");
        assertThat(write(ServiceDefaults.insert(read(PYTHON))))
                .contains("\"FailureAction\":\"continue\",\"Monitor\":5000000000")
                .contains("\"MaxAttempts\":2");
    }

    @Test
    void theSmallestSpecIsOneReplica() {
        ServiceSpec spec = read("{\"TaskTemplate\":{\"ContainerSpec\":{\"Image\":\"a\"}}}");
        assertThat(spec.mode()).isEqualTo(new ServiceMode.Replicated(1));
        assertThat(
                        read("{\"Mode\":{\"Replicated\":{}},\"TaskTemplate\":{\"ContainerSpec\":{}}}")
                                .mode())
                .isEqualTo(new ServiceMode.Replicated(1));
    }

    @Test
    void olderClientsCannotAskForJobs() {
        ServiceSpec spec = OlderClient.drop(read(FULL), new ApiVersion(1, 40));
        assertThat(spec.mode()).isEqualTo(new ServiceMode.Replicated(1));
        assertThat(spec.task().container().ulimits()).isEmpty();
        assertThat(spec.task().limits().pids()).isZero();
    }

    @Test
    void whatIsWrongIsRefused() {
        refused("{\"Name\":5}", "cannot unmarshal number into field Name of type string");
        refused(
                "{\"Mode\":{\"Global\":{},\"Replicated\":{}},\"TaskTemplate\":{\"ContainerSpec\":{}}}",
                "must specify only one service mode");
        refused("{\"TaskTemplate\":{}}", "TaskSpec: missing runtime");
        refused("{", "invalid JSON: ");
        refused("", "EOF");
        refused(
                "{\"TaskTemplate\":{\"ContainerSpec\":{\"Privileges\":{\"NoNewPrivileges\":true}}}}",
                "Privileges are not supported");
    }

    private static void refused(String body, String text) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining(text);
    }
}
