package belt.provider.aws;

import belt.provider.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/// The clients, one a region, made when first asked for. They share one HTTP client: the JDK's own, which starts in a third
/// of the others' time and needs no native library.
final class Ec2Regions implements AutoCloseable {
    private static final Duration ATTEMPT = Http.ANSWER;
    private static final Duration WHOLE_CALL = Duration.ofMinutes(3);

    private final AwsSettings settings;
    private final AwsCredentials credentials;
    private final Pace pace;
    private final Map<String, Ec2Region> regions = new ConcurrentHashMap<>();
    private final SdkHttpClient http;

    Ec2Regions(Surroundings around, AwsSettings settings, AwsCredentials credentials, Pace pace) {
        this.settings = settings;
        this.credentials = credentials;
        this.pace = pace;
        this.http = Http.open(around, settings);
    }

    Ec2Region of(String name) {
        return regions.computeIfAbsent(name, _ -> new Ec2Region(name, client(name), pace));
    }

    private Ec2Client client(String region) {
        Ec2ClientBuilder builder =
                Ec2Client.builder()
                        .region(Region.of(region))
                        .credentialsProvider(credentials.provider())
                        .httpClient(http)
                        .overrideConfiguration(each ->
                                each.retryStrategy(retries(settings.attempts()))
                                        .apiCallAttemptTimeout(ATTEMPT)
                                        .apiCallTimeout(WHOLE_CALL)
                                        .defaultProfileFile(credentials.profiles())
                                        .defaultProfileName("default"));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /// The SDK's standard strategy, but for the limits of requests: {@link Pace} sees to those, on a time that it shows
    /// and that tests can turn.
    private static StandardRetryStrategy retries(int attempts) {
        return DefaultRetryStrategy.standardStrategyBuilder()
                .useClientDefaults(false)
                .maxAttempts(attempts)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelay(
                                Duration.ofMillis(100), Duration.ofSeconds(20)))
                .treatAsThrottling(_ -> false)
                .retryOnException(Ec2Regions::passing)
                .build();
    }

    /// Whether trying again may help. Every call of ours may be repeated: RunInstances carries our token, and what exists
    /// already is recognised.
    private static boolean passing(Throwable e) {
        return switch (e) {
            case AwsServiceException service ->
                    service.statusCode() >= 500
                            && !Ec2Failures.throttled(service)
                            && Ec2Failures.outcomeUnknown(service);
            case RetryableException _ -> true;
            case ApiCallAttemptTimeoutException _ -> true;
            case SdkClientException client ->
                    client.getCause() instanceof IOException
                            || client.getCause() instanceof UncheckedIOException;
            default -> false;
        };
    }

    @Override
    public void close() {
        regions.values().forEach(each -> each.client().close());
        http.close();
    }
}
