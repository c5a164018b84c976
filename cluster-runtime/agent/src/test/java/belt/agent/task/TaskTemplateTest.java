package belt.agent.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.agent.testing.Specs;
import belt.core.BeltException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskTemplateTest {
    private final TaskTemplate template = new TaskTemplate(Specs.work("t1", Specs.service()));

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "{{.Service.Name}}, web",
        "{{ .Service.Name }}-{{.Task.Slot}}, web-1",
        "{{.Task.Name}}, web.1.t1",
        "{{.Node.Hostname}}/{{.Node.Platform.OS}}, node1/linux",
        "'{{index .Service.Labels \"team\"}}', blue",
        "{{.Service.Labels.team}}, blue",
    })
    void fillsFields(String text, String filled) {
        assertThat(template.fill(text)).isEqualTo(filled);
    }

    @Test
    void namesAFieldThatDoesNotExist() {
        assertThatThrownBy(() -> template.fill("{{.Task.Nope}}"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining(".Task.Nope");
    }
}
