package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine commands from the command line to a cloud's wire format and back.
class OceanCommandsTest {
    @TempDir Path folder;

    private final FakeDigitalOcean ocean = FakeDigitalOcean.start(InstantSource.system());
    private BeltRun run;
    private Map<String, String> env;
    private String out = "";
    private String err = "";

    @BeforeEach
    void begin() {
        ocean.faults().hurry();
        run = new BeltRun(folder);
        env = run.env;
        env.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
        env.put("DIGITALOCEAN_ACCESS_TOKEN", FakeDigitalOcean.TOKEN);
        belt(0, "cluster", "new", "--driver", "digitalocean", "demo");
        belt(0, "use", "demo");
    }

    @AfterEach
    void end() {
        ocean.close();
    }

    @Test
    void makesShowsAndRemovesMachines() {
        belt(0, "create", "s-1vcpu-1gb", "web[01:12]", "--plan");
        assertThat(out).contains("+ machine web12").contains("cost: $");
        assertThat(ocean.paid()).isEmpty();
        belt(10, "create", "s-1vcpu-1gb", "web[01:12]", "--bare");
        assertThat(err).contains("risk cost");
        belt(10, "create", "s-1vcpu-1gb", "web[01:12]", "--bare", "--budget", "10");
        assertThat(ocean.paid()).isEmpty();
        belt(0, "create", "s-1vcpu-1gb", "web[01:12]", "--bare", "--budget", "1000");
        assertThat(ocean.paid()).hasSize(12);
        belt(0, "ls", "-q");
        assertThat(out.lines()).hasSize(12);
        belt(2, "create", "s-1vcpu-1gbb", "x", "--bare");
        assertThat(err).contains("provider.unknown-size").contains("s-1vcpu-1gb");
        belt(0, "rm", "-y", "--accept-risk", "data-loss", "web[01:11]");
        assertThat(ocean.paid()).containsExactly("web12");
        belt(0, "rm", "-y", "--accept-risk", "data-loss", "@all");
        assertThat(ocean.paid()).isEmpty();
        assertThat(ocean.keys()).isEmpty();
    }

    @Test
    void anExpiredTokenIsSaidBeforeAnythingIsMade() {
        env.put("DIGITALOCEAN_ACCESS_TOKEN", "dop_v1_wrong");
        belt(4, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(err).contains("[provider.credentials]").doesNotContain("dop_v1_wrong");
        assertThat(ocean.paid()).isEmpty();
        env.remove("DIGITALOCEAN_ACCESS_TOKEN");
        belt(4, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(err).contains("DIGITALOCEAN_ACCESS_TOKEN");
    }

    @Test
    void aLostLaptopIsNotALostCluster() throws Exception {
        env.put("USER", "ada");
        belt(0, "create", "s-1vcpu-1gb", "web[1:3]", "--bare", "--budget", "1000");
        Files.delete(folder.resolve(".belt/demo/machines.jsonl"));
        belt(0, "gc", "--plan");
        assertThat(out).contains("web1").contains("web3").contains("$").contains("ada@");
        belt(0, "adopt", "tag:demo");
        belt(0, "gc", "--plan");
        assertThat(out).doesNotContain("web1");
        belt(0, "ls", "-q");
        assertThat(out.lines()).hasSize(3);
    }

    @Test
    void aFailedMachineThatWasKeptSaysSoWhereItsFolderIsGone() throws Exception {
        String until = "2026-05-05T10:00:00Z";
        belt(
                0,
                "create",
                "s-1vcpu-1gb",
                "web1",
                "--bare",
                "--budget",
                "1000",
                "--label",
                "belt.expires-at=" + until);
        Files.delete(folder.resolve(".belt/demo/machines.jsonl"));
        belt(0, "gc", "--plan");
        assertThat(out).contains("in no inventory; failed, kept until " + until);
    }

    @Test
    void theFirewallIsThereFromTheFirstMachineOn() {
        belt(0, "create", "s-1vcpu-1gb", "web1", "--plan");
        assertThat(err).contains("SSH and the Docker API will be open to 127.0.0.1/32");
        assertThat(ocean.firewalls()).isEmpty();
        belt(0, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(ocean.firewalls()).hasSize(2);
        assertThat(ocean.wall("belt-demo")).contains("tcp 22 from { addresses :[ 127.0.0.1/32 ]}");
        belt(0, "firewall", "plan");
        assertThat(err).contains("you are at 127.0.0.1/32");
        assertThat(out).contains("keep", "udp 4789", "managers").doesNotContain("add");
        belt(0, "rm", "-y", "--accept-risk", "data-loss", "@all");
        assertThat(ocean.firewalls()).isEmpty();
    }

    @Test
    void anotherSizeIsPlannedPricedAndAskedAbout() {
        belt(0, "create", "s-1vcpu-1gb", "web[1:2]", "--bare", "--budget", "1000");
        belt(0, "resize", "s-2vcpu-4gb", "web[1:2]", "--plan");
        assertThat(out)
                .contains("~ machine web1  s-1vcpu-1gb → s-2vcpu-4gb  stops for it")
                .contains("a month more");
        belt(10, "resize", "s-2vcpu-4gb", "web[1:2]");
        assertThat(err).contains("risk cost");
        belt(0, "resize", "s-2vcpu-4gb", "web[1:2]", "-y", "--accept-risk", "cost");
        belt(0, "ls", "-o", "json");
        assertThat(out.split("s-2vcpu-4gb", -1)).hasSize(3);
        assertThat(out.split("\"active\"", -1)).hasSize(3);
        belt(0, "resize", "s-2vcpu-4gb", "web[1:2]");
        assertThat(out).contains("nothing to do");
        belt(2, "resize", "s-9vcpu", "web1");
        assertThat(err).contains("provider.unknown-size");
    }

    @Test
    void aNameIsFreeAgainOnceItsMachineIsGone() {
        belt(0, "create", "s-1vcpu-1gb", "web[1:2]", "--bare", "--budget", "1000");
        belt(0, "rm", "-y", "--accept-risk", "data-loss", "web1");
        belt(0, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(ocean.paid()).containsExactlyInAnyOrder("web1", "web2");
    }

    @Test
    void theFirewallIsShownAndSet() {
        belt(0, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        String[] plan = {"firewall", "plan", "--admin-cidr", "203.0.113.7,2001:db8::/64"};
        belt(0, plan);
        assertThat(out)
                .containsPattern("add\\s+tcp 22\\s+members\\s+203.0.113.7/32\\s+log in")
                .containsPattern("add\\s+tcp 22\\s+members\\s+2001:db8::/64\\s+log in")
                .containsPattern("remove\\s+tcp 22\\s+members\\s+127.0.0.1/32")
                .containsPattern("keep\\s+tcp 2377\\s+managers\\s+members\\s+joining")
                .containsPattern("keep\\s+tcp 2378\\s+managers\\s+managers\\s");
        String[] apply = {
            "firewall", "apply", "--admin-cidr", "203.0.113.7,2001:db8::/64", "--publish", "80"
        };
        belt(10, apply);
        belt(0, with(apply, "-y", "--accept-risk", "lose-access"));
        assertThat(ocean.wall("belt-demo")).contains("tcp 80 from { addresses :[ ::/0 ]}");
        belt(0, apply);
        assertThat(err).contains("nothing to do");
        // what services publish stays open until somebody says otherwise
        belt(0, plan);
        assertThat(out).containsPattern("keep\\s+tcp 80\\s").doesNotContain("remove");
        belt(0, with(plan, "--publish", "none"));
        assertThat(out).containsPattern("remove\\s+tcp 80\\s");
        belt(2, with(plan, "--publish", "web"));
        assertThat(err).contains("--publish: 'web' is no port");
        belt(2, "firewall", "plan", "--admin-cidr", "203.0.113.300");
        assertThat(err).contains("203.0.113.300");
    }

    @Test
    void nobodyIsLetInFromEverywhereUnasked() {
        env.put("BELT_ADDRESS_URL", "none");
        env.put("DIGITALOCEAN_API_URL", "http://cloud.invalid");
        belt(2, "firewall", "plan");
        assertThat(err).contains("--admin-cidr is needed").contains("BELT_ADDRESS_URL");
        belt(10, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(err).contains("risk expose").contains("0.0.0.0/0").contains("admin-cidr");
        belt(10, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000", "-y");
        env.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
        belt(0, "cluster", "update", "--define", "admin-cidr=192.0.2.0/24");
        belt(0, "create", "s-1vcpu-1gb", "web1", "--bare", "--budget", "1000");
        assertThat(ocean.wall("belt-demo")).contains("tcp 22 from { addresses :[ 192.0.2.0/24 ]}");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aLimitOfTheAccountIsSaidBeforeAnythingIsMade() {
        ocean.dropletLimit(5);
        belt(10, "create", "s-1vcpu-1gb", "web[1:6]", "--bare", "--budget", "1000");
        assertThat(err).contains("[provider.quota]");
        assertThat(ocean.paid()).isEmpty();
        belt(0, "create", "s-1vcpu-1gb", "web[1:5]", "--bare", "--budget", "1000");
        assertThat(ocean.paid()).hasSize(5);
    }

    @Test
    void theFlagsOfMachineCreateBelongToThatMachine() {
        belt(
                0,
                "machine",
                "create",
                "-d",
                "digitalocean",
                "--digitalocean-region",
                "fra1",
                "--digitalocean-size",
                "s-1vcpu-2gb",
                "--bare",
                "one");
        belt(0, "machine", "inspect", "-f", "{{.Driver.Region}} {{.Driver.Size}}", "one");
        assertThat(out).isEqualTo("fra1 s-1vcpu-2gb\n");
        belt(0, "create", "s-1vcpu-1gb", "two", "--bare", "--plan");
        assertThat(out).contains("s-1vcpu-1gb nyc3").doesNotContain("fra1");
        belt(0, "machine", "create", "-d", "digitalocean", "--bare", "three");
        belt(0, "machine", "inspect", "-f", "{{.Driver.Region}} {{.Driver.Size}}", "three");
        assertThat(out).isEqualTo("nyc3 s-1vcpu-1gb\n");
    }

    @Test
    void killCutsThePowerOfAGuestThatHangs() {
        belt(0, "machine", "create", "-d", "digitalocean", "--bare", "one");
        ocean.hang("one");
        belt(0, "machine", "kill", "one");
        assertThat(out).isEqualTo("Killing \"one\"...\nMachine \"one\" was killed.\n");
        belt(0, "machine", "status", "one");
        assertThat(out).isEqualTo("Stopped\n");
        belt(1, "machine", "url", "one");
        assertThat(err).contains("Host is not running");
        belt(0, "machine", "ip", "one");
    }

    private void belt(int exit, String... words) {
        run.belt(exit, words);
        out = run.out;
        err = run.err;
    }
}
