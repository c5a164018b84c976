package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSettingsTest {
    private static EngineSettings merge(String existing) {
        var spec =
                new NodeSpec(
                        "n",
                        "10.0.0.1",
                        List.of("provider=local", "zone=a"),
                        new NodeSpec.Software(
                                new NodeSpec.EngineWish.FromDistribution(),
                                NodeSpec.BundleSource.none(),
                                NodeSpec.Supervision.AUTO,
                                List.of()),
                        new SysctlProfile(1, 1),
                        NodeSpec.TlsSource.none());
        return EngineSettings.of(
                new TestFacts().file(NodePaths.ENGINE_CONFIG, existing, 0644).build(), spec);
    }

    @Test
    void addsOnlyWhatLacks() {
        EngineSettings merged =
                merge(
                        "{\"mtu\": 1400, \"labels\": [\"zone=b\", \"rack=7\"],\n"
                                + " \"log-driver\": \"journald\", \"bip\": \"10.9.0.1/16\"}");

        assertThat(merged.changed()).isTrue();
        assertThat(merged.entries())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "mtu", "1400",
                                "labels", "[\"rack=7\", \"provider=local\", \"zone=a\"]",
                                "log-driver", "\"journald\"",
                                "bip", "\"10.9.0.1/16\"",
                                "live-restore", "true"));
    }

    @Test
    void recognisesItsOwnWork() {
        EngineSettings first = merge("{}");
        var text = new StringBuilder("{");
        first.entries()
                .forEach((k, v) ->
                        text.append(text.length() > 1 ? "," : "")
                                .append('"')
                                .append(k)
                                .append("\": ")
                                .append(v));

        assertThat(merge(text.append('}').toString()).changed()).isFalse();
    }

    @Test
    void keepsADecisionAgainstLiveRestoreAndSaysSo() {
        assertThat(merge("{\"live-restore\": false}").entries())
                .containsEntry("live-restore", "false");
        assertThat(merge("{\"live-restore\": false}").notes()).hasSize(1);
    }

    @Test
    void saysWhereAFileCannotBeRead() {
        assertThatThrownBy(() -> merge("{\n \"mtu\": 1400,\n}"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("n: /etc/docker/daemon.json: line 3: a key in quotes expected");
    }
}
