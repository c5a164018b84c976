package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DebianPackagesTest {
    private static final String STATUS =
            """
            Package: dpkg
            Essential: yes
            Status: install ok installed
            Architecture: amd64
            Version: 1.21

            Package: libc6
            Status: install ok installed
            Architecture: i386
            Version: 2.36

            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Version: 2.36

            Package: mawk
            Status: install ok installed
            Architecture: amd64
            Provides: awk (= 1), other
            Version: 1.3

            Package: tool
            Status: hold ok installed
            Architecture: all
            Version: 2:1.0-1
            Pre-Depends: libc6 (>= 2.36)
            Depends: gawk | awk, missing (<< 3) | also-missing
            Conffiles:
             /etc/tool.conf 0123456789abcdef
             /etc/old.conf fedcba9876543210 obsolete

            Package: gone
            Status: deinstall ok config-files
            Architecture: all
            Version: 1
            """;

    private final DebianPackages packages = DebianPackages.parse(STATUS);

    @Test
    void knowsWhatIsInstalledOrProvided() {
        assertThat(packages.has("tool")).isTrue();
        assertThat(packages.has("awk")).isTrue();
        assertThat(packages.has("gone")).isFalse();
        assertThat(packages.has("missing")).isFalse();
    }

    @Test
    void closesOverNeedsAndEssentials() {
        assertThat(packages.closure(List.of("tool", "missing")).values())
                .extracting(DebianPackages.Installed::nameAndVersion)
                .containsExactly(
                        "dpkg:amd64=1.21",
                        "libc6:amd64=2.36",
                        "mawk:amd64=1.3",
                        "tool:all=2:1.0-1");
    }

    @Test
    void readsConfigurationFiles() {
        assertThat(packages.closure(List.of("tool")).lastEntry().getValue().conffiles())
                .containsEntry("/etc/tool.conf", "0123456789abcdef")
                .containsKey("/etc/old.conf");
    }
}
