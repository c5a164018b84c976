package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SysctlProfileTest {
    @Test
    void holdsTwiceWhatANodeMayTalkTo() {
        assertThat(new SysctlProfile(3, 100).neighbours()).isEqualTo(8192);
        assertThat(new SysctlProfile(100, 40).neighbours()).isEqualTo(16_384);
        assertThat(new SysctlProfile(3000, 10).neighbours()).isEqualTo(131_072);
    }

    @Test
    void neverLowersWhatIsThere() {
        var facts = new TestFacts().kernel("net.core.somaxconn", "65535").build();

        SysctlProfile.Fit fit = new SysctlProfile(3, 100).fit(facts);

        assertThat(fit.toApply()).isEmpty();
        assertThat(fit.dropIn()).containsEntry("net.core.somaxconn", "65535");
    }

    @Test
    void raisesWhatIsTooLow() {
        var facts =
                new TestFacts()
                        .kernel("net.core.somaxconn", "128")
                        .kernel("net.ipv4.ip_forward", "0")
                        .build();

        assertThat(new SysctlProfile(3, 100).fit(facts).toApply())
                .containsEntry("net.core.somaxconn", "4096")
                .containsEntry("net.ipv4.ip_forward", "1")
                .hasSize(2);
    }

    @Test
    void reportsWhatTheMachineDoesNotHaveOrHasRefused() {
        var facts =
                new TestFacts()
                        .withoutKernel("net.ipv4.neigh.default.gc_thresh3")
                        .kernel("fs.inotify.max_user_instances", "128")
                        .file(
                                NodePaths.SYSCTL_REFUSED,
                                "fs.inotify.max_user_instances=8192\n",
                                0644)
                        .build();

        SysctlProfile.Fit fit = new SysctlProfile(3, 100).fit(facts);

        assertThat(fit.toApply()).isEmpty();
        assertThat(fit.dropIn()).containsEntry("fs.inotify.max_user_instances", "8192");
        assertThat(fit.notes())
                .containsExactly(
                        "fs.inotify.max_user_instances cannot be set here, stays 128, wanted 8192",
                        "not on this machine, its host has to set them: net.ipv4.neigh.default.gc_thresh3");
    }
}
