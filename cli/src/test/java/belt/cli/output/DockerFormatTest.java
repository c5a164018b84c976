package belt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerFormatTest {
    private static final Map<String, Object> WEB =
            Map.of("Name", "web", "DesiredState", "Running", "Spec", Map.of("Mode", "replicated"));

    @Test
    void fillsFieldsPathsAndFunctions() {
        assertThat(
                        DockerFormat.parse(
                                        "{{.Name}}\\t{{ .Spec.Mode }} {{upper .Name}} {{json .Spec}}")
                                .fill(WEB))
                .isEqualTo("web\treplicated WEB {\"Mode\":\"replicated\"}");
    }

    @Test
    void drawsTablesWithDockersHeaders() {
        assertThat(DockerFormat.table("{{.Name}}\\t{{.DesiredState}}", List.of(WEB)))
                .containsExactly("NAME   DESIRED STATE", "web    Running");
    }

    @Test
    void namesUnknownFields() {
        assertThatThrownBy(() -> DockerFormat.parse("{{.Nmae}}").fill(WEB))
                .isInstanceOfSatisfying(
                        BeltException.InvalidInput.class,
                        e -> assertThat(e.detail()).contains("did you mean Name?"));
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> DockerFormat.parse("{{range .Items}}x{{end}}"))
                .hasMessageContaining("more than belt's templates can do");
        assertThatThrownBy(() -> DockerFormat.parse("{{.Name"))
                .hasMessageContaining("never closed");
    }

    @Test
    void walksPaths() {
        var data =
                Map.<String, Object>of("items", List.of(Map.of("name", "a"), Map.of("name", "b")));
        assertThat(JsonPath.parse("{.items[*].name}").select(data)).containsExactly("a", "b");
        assertThat(JsonPath.parse("$.items[-1]['name']").select(data)).containsExactly("b");
        assertThat(JsonPath.parse("items[7].name").select(data)).isEmpty();
        assertThatThrownBy(() -> JsonPath.parse("items["))
                .isInstanceOf(BeltException.InvalidInput.class);
    }
}
