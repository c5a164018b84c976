package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseContentsTest {
    /// `printf secret | md5sum`
    private static final String SECRET_MD5 = "5ebe2294ecd0e0f08eab7690d2a6ee69";

    @TempDir Path host;
    private Path dpkg;

    @BeforeEach
    void aHostWhoseBinIsALink() throws IOException {
        dpkg = host.resolve("var/lib/dpkg");
        Files.createDirectories(dpkg.resolve("info"));
        Files.createDirectories(host.resolve("usr/bin"));
        Files.createSymbolicLink(host.resolve("bin"), Path.of("usr/bin"));
        place("usr/bin/tool", "x", "rwxr-xr-x");
        place("usr/share/doc/tool/README", "x", "rw-r--r--");
        place("root/.secret", "x", "rw-------");
        place("etc/open.conf", "changed", "rw-r--r--");
        place("etc/hidden-own.conf", "secret", "rw-r-----");
        place("etc/hidden-changed.conf", "secret too", "rw-r-----");
        Files.writeString(
                dpkg.resolve("info/tool.list"),
                """
                /.
                /bin
                /bin/tool
                /bin/vanished
                /usr/share/doc/tool/README
                /root/.secret
                /etc
                /etc/open.conf
                /etc/hidden-own.conf
                /etc/hidden-changed.conf
                """);
        Files.writeString(dpkg.resolve("info/tool.postinst"), "");
        Files.writeString(dpkg.resolve("info/toolbox.list"), "");
    }

    @Test
    void takesRealPathsWithoutDocumentationAndSecrets() {
        assertThat(new BaseContents(host, dpkg).paths(List.of(tool())))
                .containsExactly(
                        "bin", "usr/bin/tool", "etc", "etc/open.conf", "etc/hidden-own.conf");
    }

    @Test
    void knowsDpkgsOwnFiles() {
        assertThat(new BaseContents(host, dpkg).about(List.of(tool())))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("tool.list", "tool.postinst");
    }

    private static DebianPackages.Installed tool() {
        return new DebianPackages.Installed(
                "tool",
                "1",
                "all",
                false,
                List.of(),
                Map.of(
                        "/etc/hidden-own.conf", SECRET_MD5,
                        "/etc/hidden-changed.conf", SECRET_MD5,
                        "/etc/open.conf", SECRET_MD5),
                "");
    }

    private void place(String path, String content, String mode) throws IOException {
        Path file = host.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
