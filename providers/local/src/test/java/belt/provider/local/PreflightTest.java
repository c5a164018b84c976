package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir Path host;

    @Test
    void namesEveryMissingPackageWithTheCommandThatHelps() throws Exception {
        Path dpkg = Files.createDirectories(host.resolve("var/lib/dpkg"));
        Files.writeString(dpkg.resolve("status"), "Package: tini\nStatus: install ok installed\n");
        assertThat(new Preflight(host).check())
                .extracting(Missing::debianPackage)
                .contains("openssh-server", "docker.io")
                .doesNotContain("tini");
        assertThat(new Preflight(host).check())
                .filteredOn(missing -> missing.debianPackage().equals("nftables"))
                .extracting(Missing::fix)
                .containsExactly("apt-get install -y --no-install-recommends nftables");
    }

    @Test
    void asksForDebootstrapWhereThereIsNoDpkg() throws Exception {
        assertThat(new Preflight(host).check())
                .extracting(Missing::what)
                .contains("the program debootstrap");
    }

    @Test
    void namesTheSystem() throws IOException {
        assertThat(new Preflight(host).image()).isEqualTo("linux");
        Files.createDirectories(host.resolve("etc"));
        Files.writeString(host.resolve("etc/os-release"), "ID=debian\nVERSION_ID=\"12\"\n");
        assertThat(new Preflight(host).image()).isEqualTo("debian-12");
    }
}
