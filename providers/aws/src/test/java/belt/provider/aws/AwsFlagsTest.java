package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.ProviderOption;
import belt.provider.Selection;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.FakeEc2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docker-machine's flags and variables mean what they meant.
class AwsFlagsTest {
    private static final String HOME = "us-east-1";

    @TempDir Path folder;
    private Ec2Bed bed;

    @BeforeEach
    void start() {
        bed = new Ec2Bed(folder);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    /// Launches one machine and returns what EC2 was sent for it.
    private Map<String, String> launched(Map<String, String> options) throws InterruptedException {
        try (MachineProvider provider = bed.open(options)) {
            var request = CreateRequest.of(List.of("a"), Ec2Bed.spec().withUserData("#!/bin/sh\n"));
            Batch batch = provider.prepare(provider.plan(request)).batches().getFirst();
            var made = (Outcome.Done<Machine>) provider.create(batch, _ -> {}).getFirst();
            return bed.ec2().launchOf(batch.spec().region(), made.value().id());
        }
    }

    @Test
    void allOfDockerMachinesFlagsAreThere() {
        List<String> flags =
                new AwsProviderType().options().stream().map(ProviderOption::flag).toList();
        for (String each :
                ("access-key secret-key session-token ami region vpc-id zone subnet-id security-group"
                                + " security-group-readonly open-port tags instance-type device-name"
                                + " root-size volume-type iam-instance-profile ssh-user ssh-port"
                                + " ssh-keypath keypair-name request-spot-instance spot-price"
                                + " block-duration-minutes private-address-only use-private-address"
                                + " monitoring use-ebs-optimized-instance retries endpoint"
                                + " insecure-transport userdata encrypt-ebs-volume kms-key http-endpoint"
                                + " http-tokens")
                        .split(" ")) {
            assertThat(flags).contains("amazonec2-" + each);
        }
    }

    @Test
    void pricesSayWhereTheyAreFromAndTheOperatorsOwnGoFirst()
            throws IOException, InterruptedException {
        var request = CreateRequest.of(List.of("a"), Ec2Bed.spec());
        try (MachineProvider provider = bed.open(Map.of())) {
            CreatePlan plan = provider.plan(request);
            assertThat(plan.notes().getFirst()).contains(Prices.AS_OF).contains("table in belt");
            assertThat(plan.price()).isPresent();
        }
        Path own = Files.writeString(folder.resolve("prices"), "# mine\nus-east-1 t3.micro 1.25\n");
        try (MachineProvider provider = bed.open(Map.of("prices", own.toString()))) {
            CreatePlan plan = provider.plan(request);
            assertThat(plan.price().orElseThrow().perHour()).isEqualByComparingTo("1.25");
            assertThat(plan.notes().getFirst()).contains(own.toString());
        }
        Files.writeString(own, "us-east-1 t3.micro cheap\n");
        assertThatThrownBy(() -> bed.open(Map.of("prices", own.toString())))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining(own.toString());
        assertThatThrownBy(() -> bed.open(Map.of("prices", "none")))
                .isInstanceOf(BeltException.InvalidInput.class);
    }

    @Test
    void aPlainMachineIsModern() throws InterruptedException {
        Map<String, String> sent = launched(Map.of());
        assertThat(sent)
                .containsEntry("InstanceType", "t3.micro")
                .containsEntry("MinCount", "1")
                .containsEntry("MetadataOptions.HttpTokens", "required")
                .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/sda1")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "16")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeType", "gp3")
                .containsEntry("NetworkInterface.1.SubnetId", "subnet-us-east-1a")
                .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "true")
                .containsEntry(
                        "UserData",
                        Base64.getEncoder()
                                .encodeToString("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)))
                .doesNotContainKey("InstanceMarketOptions.MarketType");
        assertThat(sent.get("KeyName")).startsWith("belt-demo-");
        assertThat(bed.ec2().keysAndGroups(HOME)).contains("belt-demo");
    }

    @Test
    void eachFlagReachesEc2() throws InterruptedException {
        var options = new HashMap<String, String>();
        options.put("amazonec2-zone", "b");
        options.put("amazonec2-root-size", "50");
        options.put("amazonec2-volume-type", "io2");
        options.put("volume-iops", "3000");
        options.put("amazonec2-device-name", "/dev/xvda");
        options.put("amazonec2-encrypt-ebs-volume", "true");
        options.put("amazonec2-kms-key", "alias/belt");
        options.put("amazonec2-iam-instance-profile", "node");
        options.put("amazonec2-request-spot-instance", "true");
        options.put("amazonec2-spot-price", "0.02");
        options.put("amazonec2-block-duration-minutes", "60");
        options.put("amazonec2-private-address-only", "true");
        options.put("amazonec2-monitoring", "true");
        options.put("amazonec2-use-ebs-optimized-instance", "true");
        options.put("amazonec2-http-tokens", "optional");
        options.put("ipv6-address-count", "1");
        options.put("amazonec2-tags", "team,red,stage,test");
        options.put("amazonec2-security-group", "web,db");
        options.put("amazonec2-open-port", "80,53/udp");
        Map<String, String> sent = launched(options);
        assertThat(sent)
                .containsEntry("NetworkInterface.1.SubnetId", "subnet-us-east-1b")
                .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "false")
                .containsEntry("NetworkInterface.1.Ipv6AddressCount", "1")
                .containsKey("NetworkInterface.1.SecurityGroupId.2")
                .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/xvda")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "50")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeType", "io2")
                .containsEntry("BlockDeviceMapping.1.Ebs.Iops", "3000")
                .containsEntry("BlockDeviceMapping.1.Ebs.Encrypted", "true")
                .containsEntry("BlockDeviceMapping.1.Ebs.KmsKeyId", "alias/belt")
                .containsEntry("IamInstanceProfile.Name", "node")
                .containsEntry("InstanceMarketOptions.MarketType", "spot")
                .containsEntry("InstanceMarketOptions.SpotOptions.MaxPrice", "0.02")
                .containsEntry("InstanceMarketOptions.SpotOptions.BlockDurationMinutes", "60")
                .containsEntry("Monitoring.Enabled", "true")
                .containsEntry("EbsOptimized", "true")
                .containsEntry("MetadataOptions.HttpTokens", "optional");
        assertThat(sent.values()).contains("team", "red", "stage", "test");
        assertThat(bed.ec2().keysAndGroups(HOME)).contains("web", "db").doesNotContain("belt-demo");
        try (MachineProvider provider = bed.open(options)) {
            bed.clock().advance(Duration.ofSeconds(20));
            Machine machine = provider.list(Selection.cluster()).getFirst();
            assertThat(machine.addresses().getFirst()).startsWith("172.31.");
            provider.delete(List.of(machine));
            provider.forgetCluster();
        }
        assertThat(bed.ec2().keysAndGroups(HOME)).containsExactly("default");
    }

    @Test
    void theEnvironmentFillsIn() throws InterruptedException {
        Map<String, String> environment =
                Map.of(
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_INSTANCE_TYPE", "t3.small",
                        "AWS_ROOT_SIZE", "20",
                        "AWS_ZONE", "c");
        var type = new AwsProviderType();
        try (MachineProvider provider =
                type.open(bed.context("demo", environment, Ec2Bed.key(FakeEc2.ACCESS_KEY)))) {
            var wish = CreateRequest.of(List.of("a"), Ec2Bed.spec().withSize(""));
            Batch batch = provider.plan(wish).batches().getFirst();
            assertThat(batch.spec().region()).isEqualTo("eu-west-1");
            assertThat(batch.spec().size()).isEqualTo("t3.small");
            assertThat(batch.spec().resolved()).containsEntry("zone", "eu-west-1c");
            assertThat(batch.price()).as("no list of that region").isNull();
        }
    }

    @Test
    void aProfileGivesTheCredentials() throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home/.aws"));
        Files.writeString(
                home.resolve("credentials"),
                "[work]\naws_access_key_id = "
                        + FakeEc2.ACCESS_KEY
                        + "\naws_secret_access_key = x\n");
        var environment = Map.of("HOME", folder.resolve("home").toString(), "AWS_PROFILE", "work");
        var type = new AwsProviderType();
        try (MachineProvider provider =
                type.open(bed.context("demo", environment, Credentials.none()))) {
            assertThat(provider.check().facts()).containsEntry("credentials", "profile work");
        }
    }

    @Test
    void userDataComesFromTheFlagsFileWhereNothingElseIsGiven()
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("init"), "#cloud-config\n");
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(17_000));
        var plain = CreateRequest.of(List.of("a"), Ec2Bed.spec());
        try (MachineProvider provider = bed.open(Map.of("amazonec2-userdata", file.toString()))) {
            assertThat(provider.plan(plain).batches().getFirst().spec().userData())
                    .isEqualTo("#cloud-config\n");
        }
        for (String bad : List.of(folder.resolve("none").toString(), large.toString())) {
            try (MachineProvider provider = bed.open(Map.of("userdata", bad))) {
                assertThatThrownBy(() -> provider.plan(plain))
                        .isInstanceOf(BeltException.InvalidInput.class);
            }
        }
    }

    @Test
    void valuesThatCannotBeAreRefusedBeforeAnyCall() {
        for (Map<String, String> bad :
                List.of(
                        Map.of("root-size", "big"),
                        Map.of("spot-price", "-1"),
                        Map.of("http-tokens", "maybe"),
                        Map.of("tags", "one,two,three"),
                        Map.of("open-port", "80/icmp"),
                        Map.of("endpoint", "::"),
                        Map.of("monitoring", "perhaps"),
                        Map.of("keypair-name", "mine"),
                        Map.of("access-key", "AKID"))) {
            assertThatThrownBy(() -> bed.open(bad).close())
                    .as(bad.toString())
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
        assertThat(bed.ec2().calls()).isEmpty();
    }
}
