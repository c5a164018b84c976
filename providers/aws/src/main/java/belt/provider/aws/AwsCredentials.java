package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;

/// Where the account's credentials come from: those of the context (environment or a named account), else a profile under
/// `~/.aws`, else the instance's metadata service, and that only where asked for, since its silence costs seconds.
///
/// @param provider what signs
/// @param from for messages
/// @param profiles the profile file; empty where there is none, so that the library reads none by itself
/// @param id what tells this account's calls from others': the access key's id, or where it comes from
record AwsCredentials(
        AwsCredentialsProvider provider, String from, ProfileFile profiles, String id) {
    static AwsCredentials of(ProviderContext context, AwsSettings settings) {
        ProfileFile profiles = profiles(context);
        Credentials given = context.credentials();
        Optional<Secret> key = given.find("access-key");
        Optional<Secret> secret = given.find("secret-key");
        if (key.isPresent() && secret.isPresent()) {
            return new AwsCredentials(
                    fixed(key.get(), secret.get(), given.find("session-token")),
                    "account " + given.account(),
                    profiles,
                    key.get().reveal());
        }
        if (key.isPresent() || secret.isPresent()) {
            throw missing(
                    "half of the credentials is missing: "
                            + (key.isPresent() ? "secret" : "access")
                            + "-key",
                    context);
        }
        if (settings.options().has("instance-credentials")) {
            return new AwsCredentials(
                    InstanceProfileCredentialsProvider.builder().profileFile(profiles).build(),
                    "the instance's metadata",
                    profiles,
                    "instance");
        }
        String profile = settings.options().get("profile", "default");
        if (profiles.profile(profile).isEmpty()) {
            throw missing("there is no profile " + profile + " under ~/.aws", context);
        }
        return new AwsCredentials(
                fromProfile(profiles, profile),
                "profile " + profile,
                profiles,
                "profile " + profile);
    }

    private static AwsCredentialsProvider fixed(
            Secret key, Secret secret, Optional<Secret> session) {
        return StaticCredentialsProvider.create(
                session.isPresent()
                        ? AwsSessionCredentials.create(
                                key.reveal(), secret.reveal(), session.get().reveal())
                        : AwsBasicCredentials.create(key.reveal(), secret.reveal()));
    }

    private static AwsCredentialsProvider fromProfile(ProfileFile profiles, String profile) {
        var provider =
                ProfileCredentialsProvider.builder()
                        .profileFile(profiles)
                        .profileName(profile)
                        .build();
        try {
            provider.resolveCredentials();
            return provider;
        } catch (SdkClientException | IllegalStateException e) {
            throw new BeltException.MissingCredentials(
                            ProviderProblem.CREDENTIALS,
                            "profile " + profile + " has no credentials that belt can use",
                            e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
    }

    private static ProfileFile profiles(ProviderContext context) {
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        file(context, "AWS_SHARED_CREDENTIALS_FILE", "credentials")
                .ifPresent(path ->
                        all.addFile(
                                ProfileFile.builder()
                                        .content(path)
                                        .type(ProfileFile.Type.CREDENTIALS)
                                        .build()));
        file(context, "AWS_CONFIG_FILE", "config")
                .ifPresent(path ->
                        all.addFile(
                                ProfileFile.builder()
                                        .content(path)
                                        .type(ProfileFile.Type.CONFIGURATION)
                                        .build()));
        return all.build();
    }

    private static Optional<Path> file(ProviderContext context, String variable, String name) {
        return context.around()
                .variable(variable)
                .map(Path::of)
                .or(() ->
                        context.around().variable("HOME").map(home -> Path.of(home, ".aws", name)))
                .filter(Files::isReadable);
    }

    private static BeltException missing(String detail, ProviderContext context) {
        return new BeltException.MissingCredentials(
                        ProviderProblem.CREDENTIALS,
                        "provider aws has no credentials"
                                + (context.credentials().account().equals("environment")
                                        ? ""
                                        : " in account " + context.credentials().account()))
                .withDetail(
                        detail
                                + "; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are one way to give them")
                .withRemedy(
                        "belt account add NAME aws access-key=env:VARIABLE secret-key=file:PATH");
    }
}
