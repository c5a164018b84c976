package belt.http.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.http.server.ApiError;
import belt.http.shape.Fields;
import belt.http.shape.ServiceSpecReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCheckTest {
    private static void check(String name, String container, String task, String service) {
        String body =
                "{\"Name\":\"%s\",\"TaskTemplate\":{\"ContainerSpec\":{%s}%s}%s}"
                        .formatted(name, container, task, service)
                        .replace('\'', '"');
        ServiceCheck.check(
                ServiceSpecReader.read(Fields.parse(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static void refused(int status, String text, Runnable check) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(
                        ApiError.class,
                        e -> {
                            assertThat(e.status()).isEqualTo(status);
                            assertThat(e.text()).contains(text);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "Web-1", "a_b", "a--b", "0"})
    void namesAreHostNames(String name) {
        check(name, "'Image':'x'", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "-a", "a-", "a b", ""})
    void otherNamesAreRefused(String name) {
        refused(
                400,
                "name must be valid as a DNS name component",
                () -> check(name, "'Image':'x'", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "busybox",
                "nginx:latest",
                "docker.io/library/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef",
                "localhost:5000/a/b:1",
                "a__b/c-d:X.1"
            })
    void imagesAreReferences(String image) {
        check("web", "'Image':'" + image + "'", "", "");
    }

    @Test
    void imagesAreRequiredAndWellFormed() {
        refused(
                400,
                "rpc error: code = InvalidArgument desc = ContainerSpec: image reference must be"
                        + " provided",
                () -> check("web", "", "", ""));
        refused(
                400,
                "ContainerSpec: \"Upper/x:\" is not a valid repository/tag",
                () -> check("web", "'Image':'Upper/x:'", "", ""));
        check("web", "'Args':['x']", ",'Runtime':'belt/exec'", "");
        refused(400, "a process needs", () -> check("web", "", ",'Runtime':'belt/exec'", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'Limits':{'NanoCPUs':100000}       | invalid cpu value 0.0001: Must be at least 0.001
                    'Reservations':{'MemoryBytes':1024}| invalid memory value 1024: Must be at least 4MiB
                    """,
            quoteCharacter = '`')
    void resourcesHaveMinima(String resources, String text) {
        refused(
                400,
                text,
                () -> check("web", "'Image':'x'", ",'Resources':{" + resources + "}", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    node.role=x      | constraint expected one operator from ==, !=
                    n!de==x          | key 'n!de' is invalid
                    node.role==      | value '' is invalid
                    """)
    void constraintsHaveAGrammar(String constraint, String text) {
        refused(
                500,
                text,
                () ->
                        check(
                                "web",
                                "'Image':'x'",
                                ",'Placement':{'Constraints':['" + constraint + "']}",
                                ""));
    }

    @Test
    void portsAreChecked() {
        refused(
                400,
                "EndpointSpec: duplicate published ports provided",
                () ->
                        check(
                                "web",
                                "'Image':'x'",
                                "",
                                ",'EndpointSpec':{'Ports':[{'TargetPort':1,'PublishedPort':8},"
                                        + "{'TargetPort':2,'PublishedPort':8}]}"));
        refused(
                400,
                "can't be used with dnsrr mode",
                () ->
                        check(
                                "web",
                                "'Image':'x'",
                                "",
                                ",'EndpointSpec':{'Mode':'dnsrr','Ports':[{'TargetPort':1}]}"));
    }

    @Test
    void theRestIsCheckedToo() {
        refused(
                400,
                "duplicate mount point: /d",
                () ->
                        check(
                                "web",
                                "'Image':'x','Mounts':[{'Target':'/d','Source':'/a'},"
                                        + "{'Target':'/d','Source':'/b'}]",
                                "",
                                ""));
        refused(
                400,
                "TaskSpec: restart-delay cannot be negative",
                () -> check("web", "'Image':'x'", ",'RestartPolicy':{'Delay':-1}", ""));
        refused(
                400,
                "Interval in HealthConfig cannot be less than 1ms",
                () -> check("web", "'Image':'x','Healthcheck':{'Interval':5}", "", ""));
        refused(
                400,
                "Jobs may not have an update config",
                () ->
                        check(
                                "web",
                                "'Image':'x'",
                                "",
                                ",'Mode':{'GlobalJob':{}},'UpdateConfig':{}"));
        refused(
                400,
                "secret not found: s",
                () -> check("web", "'Image':'x','Secrets':[{'SecretName':'s'}]", "", ""));
        refused(
                404,
                "network n not found",
                () -> check("web", "'Image':'x'", ",'Networks':[{'Target':'n'}]", ""));
        refused(
                400,
                "Number of replicas must be non-negative",
                () -> check("web", "'Image':'x'", "", ",'Mode':{'Replicated':{'Replicas':-1}}"));
    }
}
