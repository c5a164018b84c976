package belt.provider.aws.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.provider.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;

/// The fake behaves as EC2 does, seen through the SDK as it is.
class FakeEc2Test {
    private final FakeClock clock = new FakeClock();
    private FakeEc2 fake;
    private Ec2Client ec2;
    private String image;

    @BeforeEach
    void start() {
        fake = FakeEc2.start(clock);
        ec2 =
                Ec2Client.builder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(fake.endpoint())
                        .httpClient(UrlConnectionHttpClient.create())
                        .overrideConfiguration(
                                each -> each.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(FakeEc2.ACCESS_KEY, "x")))
                        .build();
        image = ec2.describeImages(_ -> {}).images().getFirst().imageId();
    }

    @AfterEach
    void stop() {
        ec2.close();
        fake.close();
    }

    private RunInstancesRequest.Builder run(int count) {
        return RunInstancesRequest.builder()
                .imageId(image)
                .instanceType("t3.micro")
                .minCount(count)
                .maxCount(count);
    }

    private static void failsWith(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void newInstancesAreNotFoundForTwoSecondsAndHaveAddressesLater() {
        String id = ec2.runInstances(run(1).build()).instances().getFirst().instanceId();
        failsWith(
                "InvalidInstanceID.NotFound",
                () -> ec2.describeInstances(each -> each.instanceIds(id)));
        failsWith(
                "InvalidInstanceID.NotFound",
                () ->
                        ec2.createTags(each ->
                                each.resources(id)
                                        .tags(Tag.builder().key("a").value("b").build())));
        clock.advance(Duration.ofSeconds(2));
        var young =
                ec2.describeInstances(each -> each.instanceIds(id))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst();
        assertThat(young.publicIpAddress()).isNull();
        assertThat(young.state().nameAsString()).isEqualTo("pending");
        clock.advance(Duration.ofSeconds(6));
        var grown =
                ec2.describeInstances(each -> each.instanceIds(id))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst();
        assertThat(grown.publicIpAddress()).startsWith("127.3.");
        assertThat(grown.state().nameAsString()).isEqualTo("running");
    }

    @Test
    void listingsComeInPages() {
        ec2.runInstances(run(12).build());
        clock.advance(Duration.ofSeconds(5));
        var sizes =
                ec2.describeInstancesPaginator(each -> each.maxResults(5)).stream()
                        .map(page -> page.reservations().getFirst().instances().size())
                        .toList();
        assertThat(sizes).containsExactly(5, 5, 2);
        failsWith("InvalidNextToken", () -> ec2.describeInstances(each -> each.nextToken("x")));
    }

    @Test
    void aTokenGivesTheSameInstancesAndRefusesOtherParameters() {
        RunInstancesResponse one = ec2.runInstances(run(3).clientToken("t").build());
        RunInstancesResponse two = ec2.runInstances(run(3).clientToken("t").build());
        assertThat(two.reservationId()).isEqualTo(one.reservationId());
        assertThat(two.instances()).hasSize(3);
        failsWith(
                "IdempotentParameterMismatch",
                () -> ec2.runInstances(run(4).clientToken("t").build()));
    }

    @Test
    void bucketsOfCallsAndOfInstancesEmptyAndRefill() {
        ec2.runInstances(run(999).build());
        failsWith("RequestLimitExceeded", () -> ec2.runInstances(run(2).build()));
        clock.advance(Duration.ofSeconds(1));
        ec2.runInstances(run(2).build());
        failsWith(
                "RequestLimitExceeded",
                () -> {
                    for (int i = 0; i < 10; i++) {
                        ec2.runInstances(run(1).dryRun(false).clientToken("same").build());
                    }
                });
    }

    @Test
    void whatItDoesNotKnowItRefuses() {
        failsWith("UnknownParameter", () -> ec2.runInstances(run(1).additionalInfo("x").build()));
        failsWith("InvalidAction", () -> ec2.describeVolumes(_ -> {}));
        failsWith("DryRunOperation", () -> ec2.runInstances(run(1).dryRun(true).build()));
        assertThat(fake.liveInstances("eu-west-1")).isEmpty();
        Map<String, Set<String>> written = fake.written();
        assertThat(written.get("DescribeImages")).contains("imagesSet.item.imageId");
        assertThat(List.copyOf(fake.calls().keySet())).contains("RunInstances", "DescribeVolumes");
    }
}
