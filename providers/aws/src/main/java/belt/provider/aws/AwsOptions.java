package belt.provider.aws;

import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import java.util.List;

/// The options: docker-machine's flags of the driver amazonec2, with its environment variables, and a few that EC2 got
/// later. Where a default differs from docker-machine's, docs/reference/provider-aws.md says why.
final class AwsOptions {
    static final List<ProviderOption> ALL =
            List.of(
                    secret("access-key", "access key id").env("AWS_ACCESS_KEY_ID"),
                    secret("secret-key", "secret access key").env("AWS_SECRET_ACCESS_KEY"),
                    secret("session-token", "session token").env("AWS_SESSION_TOKEN"),
                    of("profile", "profile in ~/.aws to take credentials from").env("AWS_PROFILE"),
                    of(
                            "instance-credentials",
                            "take the credentials of the EC2 instance belt runs on"),
                    of("region", "region")
                            .env("AWS_REGION", "AWS_DEFAULT_REGION")
                            .usually("us-east-1"),
                    of("ami", "image id").env("AWS_AMI"),
                    of("instance-type", "size where none is given")
                            .env("AWS_INSTANCE_TYPE")
                            .usually("t3.micro"),
                    of("vpc-id", "VPC; the default VPC where empty").env("AWS_VPC_ID"),
                    of("make-default-vpc", "make the default VPC where the account has none"),
                    of("subnet-id", "subnet; a default one of the zone where empty")
                            .env("AWS_SUBNET_ID"),
                    of("zone", "availability zones by their letters, several are used in turn: a,b")
                            .env("AWS_ZONE"),
                    of("security-group", "names of security groups, made where absent")
                            .env("AWS_SECURITY_GROUP"),
                    of("security-group-readonly", "leave the rules of those groups alone")
                            .env("AWS_SECURITY_GROUP_READONLY"),
                    of("open-port", "more ports to open: 80,443/tcp,53/udp"),
                    of(
                            "admin-cidr",
                            "who may reach SSH and the API of a new cluster; found out where empty"),
                    of("tags", "more tags of instances: key1,value1,key2,value2").env("AWS_TAGS"),
                    of("device-name", "root device; the image's own where empty")
                            .env("AWS_DEVICE_NAME"),
                    of("root-size", "size of the root disk in GB")
                            .env("AWS_ROOT_SIZE")
                            .usually("16"),
                    of("volume-type", "type of the root disk")
                            .env("AWS_VOLUME_TYPE")
                            .usually("gp3"),
                    of("volume-iops", "operations a second of the root disk, for io1, io2 and gp3"),
                    of("volume-throughput", "MB a second of the root disk, for gp3"),
                    of("encrypt-ebs-volume", "encrypt the root disk"),
                    of("kms-key", "key to encrypt it with; the account's own where empty")
                            .env("AWS_KMS_KEY"),
                    of("iam-instance-profile", "instance profile").env("AWS_INSTANCE_PROFILE"),
                    of("ssh-user", "account to log in to; the image's own where empty")
                            .env("AWS_SSH_USER"),
                    of("ssh-port", "port of SSH").env("AWS_SSH_PORT").usually("22"),
                    of("ssh-keypath", "private key of keypair-name").env("AWS_SSH_KEYPATH"),
                    of("keypair-name", "use this key pair of the account, and never remove it")
                            .env("AWS_KEYPAIR_NAME"),
                    of("request-spot-instance", "ask for spot instances"),
                    of("spot-price", "most to pay an hour; the on-demand price where empty"),
                    of("block-duration-minutes", "for how long a spot instance is kept"),
                    of("private-address-only", "no public address"),
                    of("use-private-address", "reach machines by their private address"),
                    of("ipv6-address-count", "how many IPv6 addresses each machine gets"),
                    of("monitoring", "detailed monitoring"),
                    of("use-ebs-optimized-instance", "EBS optimisation"),
                    of("http-endpoint", "metadata service: enabled or disabled").usually("enabled"),
                    of("http-tokens", "IMDSv2: required or optional").usually("required"),
                    of("http-protocol-ipv6", "metadata service over IPv6: enabled or disabled"),
                    of(ProviderOptions.USER_DATA, "file with cloud-init").env("AWS_USERDATA"),
                    ProviderOption.of(
                                    "prices",
                                    "file with prices: REGION TYPE DOLLARS-AN-HOUR a line")
                            .env("BELT_AWS_PRICES"),
                    of("retries", "how often a call that failed is tried").usually("5"),
                    of("endpoint", "address of the API, for compatible clouds")
                            .env("AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
                    of("ca-bundle", "file with the certificate authorities to trust there")
                            .env("AWS_CA_BUNDLE"),
                    of("insecure-transport", "http where the endpoint names no scheme")
                            .env("AWS_INSECURE_TRANSPORT"));

    private AwsOptions() {}

    private static ProviderOption of(String key, String meaning) {
        return ProviderOption.of(key, meaning).flag("amazonec2-" + key);
    }

    private static ProviderOption secret(String key, String meaning) {
        return ProviderOption.secret(key, meaning).flag("amazonec2-" + key);
    }
}
