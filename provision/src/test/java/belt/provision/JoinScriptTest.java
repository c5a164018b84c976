package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provision.step.NodeBundle;
import belt.templates.NodeFileRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinScriptTest {
    private static final String ROOT =
            "-----BEGIN CERTIFICATE-----\n" + "A".repeat(600) + "\n-----END CERTIFICATE-----\n";

    /// EC2 takes 16 KiB of user data; names and ticket fill the gaps later.
    private static final int LONGEST = 14 << 10;

    private static String script(boolean engine, String operator) {
        return new JoinScript(
                        "demo",
                        List.of("10.0.0.1:2377", "10.0.0.2:2377", "10.0.0.3:2377"),
                        ROOT,
                        List.of(
                                new NodeBundle(Path.of("x"), "a".repeat(64), "0.1.0", "x86_64"),
                                new NodeBundle(Path.of("y"), "b".repeat(64), "0.1.0", "aarch64")),
                        engine,
                        List.of("zone=a"),
                        new SysctlProfile(3000, 100),
                        operator)
                .text(new NodeFileRenderer());
    }

    @Test
    void holdsWhatTheMachineNeedsAndNoSecret() {
        String text = script(true, "");
        assertThat(text)
                .startsWith("#!/bin/sh\n")
                .contains("managers='10.0.0.1:2377 10.0.0.2:2377 10.0.0.3:2377'")
                .contains("x86_64) digest=" + "a".repeat(64))
                .contains("aarch64) digest=" + "b".repeat(64))
                .contains(ROOT)
                .contains("names='@BELT_NAMES@'")
                .contains("@BELT_TICKET@")
                .contains("advertise-addr: \"@BELT_ADDRESS@\"")
                .contains("labels: [\"zone=a\"]")
                .contains("one net.ipv4.ip_forward 1 0\n")
                .contains("install docker.io")
                .doesNotContain("PRIVATE KEY")
                .doesNotContain("{{")
                .doesNotContain("END_OF_OPERATOR");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LONGEST);
    }

    @Test
    void leavesTheEngineOutWhereNoneIsWanted() {
        assertThat(script(false, ""))
                .doesNotContain("dockerd")
                .doesNotContain("docker.io")
                .contains("engine-socket: \"\"");
    }

    @Test
    void carriesTheOperatorsScript() {
        assertThat(script(false, "#!/bin/sh\necho $HOME >x\n"))
                .contains("<<'END_OF_OPERATOR'\n#!/bin/sh\necho $HOME >x\nEND_OF_OPERATOR\n");
        assertThatThrownBy(() -> script(false, "#!/bin/sh\nEND_OF_OPERATOR\nrm -rf x\n"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("END_OF_OPERATOR");
    }

    @Test
    void fillsTheGapsOfACall() {
        assertThat(JoinScript.filled(script(false, ""), List.of("w1", "w2"), "T"))
                .contains("names='w1 w2'")
                .contains("<<'END_OF_FILE'\nT\nEND_OF_FILE")
                .doesNotContain("@BELT_NAMES@")
                .doesNotContain("@BELT_TICKET@");
    }
}
