package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provision.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine sees over SSH is the operator's address, for which a cloud's firewall opens.
class OperatorAddressIT {
    @TempDir private Path folder;

    @Test
    void aMachineTellsFromWhereItIsReached() throws Exception {
        try (var sshd = TestSshd.start(Files.createDirectories(folder.resolve("sshd")));
                var ocean = FakeDigitalOcean.start(InstantSource.system())) {
            ocean.faults().hurry();
            var run = new BeltRun(folder);
            run.env.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
            run.env.put("DIGITALOCEAN_ACCESS_TOKEN", FakeDigitalOcean.TOKEN);
            run.belt(0, "cluster", "new", "--driver", "digitalocean", "demo");
            run.belt(0, "use", "demo");
            run.belt(0, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
            run.belt(0, "firewall", "plan");
            assertThat(run.err)
                    .contains("you are at 127.0.0.1/32, this host's address towards 127.0.0.1");

            standFor("web1", sshd);
            run.belt(0, "firewall", "plan");
            assertThat(run.err).as("its key is not known yet").contains("towards 127.0.0.1");
            run.belt(0, "-y", "ssh", "web1", "--", "true");
            run.belt(0, "firewall", "plan");
            assertThat(run.err).contains("you are at 127.0.0.1/32, as web1 sees you");
        }
    }

    /// Lets a machine's record lead to this host.
    private void standFor(String machine, TestSshd sshd) throws Exception {
        Path file = folder.resolve(".belt/demo/machines.jsonl");
        String line = Files.readString(file);
        assertThat(line.lines()).singleElement().asString().contains("\"" + machine + "\"");
        Files.writeString(
                file,
                line.replaceFirst("\"addresses\":\\[\"[^\"]*\"", "\"addresses\":[\"127.0.0.1\"")
                        .replaceFirst(
                                "\"sshPort\":22",
                                "\"sshPort\":"
                                        + sshd.port()
                                        + ",\"sshKeyFile\":\""
                                        + sshd.clientKey()
                                        + "\""));
    }
}
