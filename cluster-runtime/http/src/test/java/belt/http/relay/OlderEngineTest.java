package belt.http.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OlderEngineTest {
    private static final ApiVersion OLD = new ApiVersion(1, 41);

    private static String translate(String path, String body) {
        return new String(
                        OlderEngine.translateBody(path, body.getBytes(StandardCharsets.UTF_8), OLD),
                        StandardCharsets.UTF_8)
                .strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"HostConfig\":{\"Annotations\":{\"a\":\"b\"}}}",
                "{\"Healthcheck\":{\"StartInterval\":1000}}",
                "{\"HostConfig\":{\"Mounts\":[{},{\"VolumeOptions\":{\"Subpath\":\"x\"}}]}}",
                "{\"hostconfig\":{\"mounts\":[{\"bindoptions\":{\"createmountpoint\":true}}]}}",
                "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"GwPriority\":5}}}}"
            })
    void refusesWhatWouldBeDropped(String body) {
        assertThatThrownBy(() -> translate("/containers/create", body))
                .isInstanceOf(ApiError.class)
                .hasMessageContaining("the engine of this node speaks API 1.41");
    }

    @Test
    void leavesUntouchedWhatTheEngineKnows() {
        String body =
                "{\"Image\":\"a\",\"HostConfig\":{\"Annotations\":{},\"ConsoleSize\":[0,0],"
                        + "\"Mounts\":[{\"BindOptions\":{\"CreateMountpoint\":false}}]}}";
        assertThat(translate("/containers/create", body)).isEqualTo(body);
    }

    @Test
    void givesTheContainerTheAddressOfItsOnlyEndpoint() {
        assertThat(
                        translate(
                                "/containers/create",
                                "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"MacAddress\":"
                                        + "\"02:42:00:00:00:01\"}}}}"))
                .isEqualTo(
                        "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{}}},"
                                + "\"MacAddress\":\"02:42:00:00:00:01\"}");
    }

    @Test
    void asksForUniqueNetworkNames() {
        assertThat(translate("/networks/create", "{\"Name\":\"n\"}"))
                .isEqualTo("{\"Name\":\"n\",\"CheckDuplicate\":true}");
        assertThatThrownBy(() -> translate("/networks/create", "{\"EnableIPv4\":false}"))
                .isInstanceOf(ApiError.class);
    }
}
