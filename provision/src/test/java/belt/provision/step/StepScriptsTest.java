package belt.provision.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provision.step.Step.Action;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepScriptsTest {
    @Test
    void enablesAndStartsAUnit() {
        assertThat(StepScripts.service(new Step.Service("beltd", Action.START, true)))
                .isEqualTo(
                        "systemctl daemon-reload && systemctl enable -q beltd && systemctl start beltd");
        assertThat(StepScripts.service(new Step.Service("beltd", Action.STOP, true)))
                .isEqualTo("systemctl disable --now beltd");
        assertThat(StepScripts.service(new Step.Service("docker", Action.RELOAD, false)))
                .isEqualTo("systemctl daemon-reload && systemctl reload docker");
    }

    @Test
    void quotesWhatComesFromOutside() {
        assertThat(StepScripts.link(new Step.Link("/opt/a b", "it's")))
                .isEqualTo("ln -sfn 'it'\\''s' '/opt/a b.new' && mv -T '/opt/a b.new' '/opt/a b'");
        assertThat(StepScripts.sysctl(Map.of("net.core.x", "1; reboot")))
                .endsWith("one net.core.x '1; reboot'\n");
    }

    @Test
    void neverRemovesWhatLiesNearTheRoot() {
        for (String path : List.of("/", "/etc", "/etc/", "relative/x", "/var/lib/../../etc")) {
            assertThatThrownBy(() -> StepScripts.remove(List.of(path)))
                    .as(path)
                    .isInstanceOf(BeltException.Bug.class);
        }
        assertThat(StepScripts.remove(List.of("/opt/belt"))).isEqualTo("rm -rf -- /opt/belt");
    }

    @Test
    void keepsPackagesFromStartingDaemonsWhereWeDo() {
        var step = new Step.InstallPackages("apt-get", List.of("docker.io"), true);

        assertThat(StepScripts.install(step)).contains("exit 101").contains("install docker.io");
        assertThat(StepScripts.install(new Step.InstallPackages("apt-get", List.of("x"), false)))
                .doesNotContain("exit 101");
    }
}
