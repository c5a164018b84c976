package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir Path folder;

    @Test
    void isFoundUpwards() throws IOException {
        new Workspace(folder.resolve(".belt")).create("demo", "local", Map.of());
        Path below = Files.createDirectories(folder.resolve("a/b"));
        assertThat(Workspace.find(below).folder()).isEqualTo(folder.resolve(".belt"));
        assertThat(Workspace.find(below).clusters()).containsExactly("demo");
    }

    @Test
    void lookingMakesNothing() {
        Workspace.find(folder).clusters();
        assertThat(folder.resolve(".belt")).doesNotExist();
    }

    @Test
    void keepsSecretsFromOthersAndTheRestReadable() throws IOException {
        var cluster = new Workspace(folder.resolve(".belt")).create("demo", "local", Map.of());
        cluster.writeSecret(cluster.pki().resolve("ca-key.pem"), new byte[] {1});
        assertThat(mode(".belt")).isEqualTo("rwxr-xr-x");
        assertThat(mode(".belt/.gitignore")).isEqualTo("rw-r--r--");
        assertThat(folder.resolve(".belt/.gitignore")).hasContent("*");
        assertThat(mode(".belt/demo/config.yml")).isEqualTo("rw-r--r--");
        assertThat(mode(".belt/demo/pki")).isEqualTo("rwx------");
        assertThat(mode(".belt/demo/pki/ca-key.pem")).isEqualTo("rw-------");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }

    @Test
    void removingAClusterTakesItOutOfUse() {
        var workspace = new Workspace(folder.resolve(".belt"));
        var cluster = workspace.create("demo", "local", Map.of());
        workspace.use("demo");
        cluster.activate("node1");
        assertThat(cluster.activeHost()).contains("node1");
        cluster.remove();
        assertThat(workspace.active()).isEmpty();
        assertThat(workspace.clusters()).isEmpty();
    }

    @Test
    void whatRootWritesInSomebodysFolderBelongsToThem() throws IOException {
        assumeTrue(
                Files.getAttribute(folder, "unix:uid").equals(0),
                "only root can give files away: run it with sudo");
        Files.setAttribute(folder, "unix:uid", 4711);
        new Workspace(folder.resolve(".belt")).create("demo", "local", Map.of());
        assertThat(Files.getAttribute(folder.resolve(".belt/demo/config.yml"), "unix:uid"))
                .isEqualTo(4711);
    }
}
