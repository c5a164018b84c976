package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.aws.testkit.FakeEc2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine commands from the command line to EC2's wire format and back, with Docker Machine's word for it.
class Ec2CommandsTest {
    @TempDir Path folder;
    private final FakeEc2 ec2 = FakeEc2.start(InstantSource.system());
    private BeltRun run;

    @BeforeEach
    void begin() {
        ec2.faults().hurry();
        run = new BeltRun(folder);
        run.env.put("AWS_ENDPOINT_URL", ec2.endpoint().toString());
        run.env.put("AWS_ACCESS_KEY_ID", FakeEc2.ACCESS_KEY);
        run.env.put("AWS_SECRET_ACCESS_KEY", "secret");
    }

    @AfterEach
    void end() {
        ec2.close();
    }

    @Test
    void dockerMachinesWordWorksEverywhereAndRecordsHaveOurs() throws IOException {
        run.belt(0, "cluster", "new", "--driver", "amazonec2", "demo");
        run.belt(0, "use", "demo");
        Path config = folder.resolve(".belt/demo/config.yml");
        assertThat(config).content().startsWith("aws:");
        Files.writeString(config, "amazonec2:\n  region: us-east-1\n");
        run.belt(0, "create", "t3.micro", "web1", "--plan");
        assertThat(run.out).contains("+ machine web1  aws t3.micro").contains("cost: $");
        assertThat(run.err)
                .contains("prices are EC2's of 2025-06")
                .contains("SSH and the Docker API will be open to 127.0.0.1/32");
        run.belt(
                0, "create", "t3.micro", "web[1:2]", "-d", "amazonec2", "--bare", "--budget", "90");
        assertThat(folder.resolve(".belt/demo/machines.jsonl"))
                .content()
                .contains("\"aws\"")
                .doesNotContain("amazonec2");
        assertThat(ec2.rules("us-east-1", "belt-demo"))
                .contains("tcp 22 from 127.0.0.1/32")
                .noneMatch(rule -> rule.contains("2377") || rule.contains("0.0.0.0/0"));
        run.belt(0, "firewall", "plan");
        assertThat(run.out).contains("managers").doesNotContain("add").doesNotContain("remove");
        run.belt(0, "gc", "--driver", "amazonec2", "--plan");
        run.belt(0, "rm", "-y", "--accept-risk", "data-loss", "@all");
        assertThat(ec2.liveInstances("us-east-1")).isEmpty();
    }
}
