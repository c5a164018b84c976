package belt.provider.digitalocean;

import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The options, read: docker-machine's flags of the driver digitalocean with its environment variables, doctl's
/// `DIGITALOCEAN_API_URL`, and a network.
///
/// @param api where the API is, scheme and host only
/// @param authorities a file with the certificate authorities to trust there; empty for the JDK's
/// @param region where none is asked for
/// @param size where none is asked for
/// @param image where none is asked for
/// @param sshUser the account to log in to
/// @param sshPort its port
/// @param keyFingerprint a key of the account to use instead of the cluster's; empty for the cluster's
/// @param keyPath the private key that belongs to it; null for the cluster's or the agent's
/// @param network a VPC's id or name; empty for the region's default
/// @param ipv6 whether machines get an IPv6 address
/// @param backups whether machines are backed up, for more money
/// @param monitoring whether the vendor's agent for graphs is installed
/// @param adminCidrs who may reach SSH and the API of a new cluster
/// @param userData the cloud-init document where the request has none
/// @param tags more tags
record Settings(
        URI api,
        String authorities,
        String region,
        String size,
        String image,
        String sshUser,
        int sshPort,
        String keyFingerprint,
        @Nullable String keyPath,
        String network,
        boolean ipv6,
        boolean backups,
        boolean monitoring,
        List<String> adminCidrs,
        String userData,
        List<String> tags) {
    static final URI VENDOR = URI.create("https://api.digitalocean.com");
    static final String TOKEN = "access-token";
    private static final String TAG = "[a-zA-Z0-9_:-]{1,255}";

    static final List<ProviderOption> OPTIONS =
            List.of(
                    ProviderOption.secret(TOKEN, "API token, with write scope")
                            .flag("digitalocean-access-token")
                            .env("DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_TOKEN"),
                    ProviderOption.of("api-url", "where the API is, for compatible clouds")
                            .env("DIGITALOCEAN_API_URL")
                            .usually(VENDOR.toString()),
                    ProviderOption.of(
                                    "ca-bundle",
                                    "file with the certificate authorities to trust there")
                            .env("SSL_CERT_FILE"),
                    option("region", "region").usually("nyc3"),
                    option("size", "size where none is given").usually("s-1vcpu-1gb"),
                    option("image", "image: its slug, its id, or the name of one of your own")
                            .usually("ubuntu-24-04-x64"),
                    option("ssh-user", "account to log in to").usually("root"),
                    option("ssh-port", "port of SSH").usually("22"),
                    option(
                            "ssh-key-fingerprint",
                            "use this key of the account, and never remove it"),
                    option("ssh-key-path", "private key of ssh-key-fingerprint"),
                    option("vpc", "VPC by id or name; the region's default where empty"),
                    option("ipv6", "an IPv6 address too"),
                    option("private-networking", "accepted; every machine is in a VPC today"),
                    option("backups", "backups by DigitalOcean, which cost extra"),
                    option("monitoring", "DigitalOcean's agent for graphs"),
                    ProviderOption.of(
                            "admin-cidr",
                            "who may reach SSH and the API of a new cluster; found out where empty"),
                    option(ProviderOptions.USER_DATA, "file with a cloud-init document"),
                    option("tags", "more tags: one,two"));

    private static ProviderOption option(String key, String meaning) {
        return ProviderOption.of(key, meaning)
                .flag("digitalocean-" + key)
                .env("DIGITALOCEAN_" + key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static Settings read(ProviderOptions options) {
        options.has("private-networking");
        return new Settings(
                api(options),
                options.get("ca-bundle", ""),
                options.get("region", ""),
                options.get("size", ""),
                options.get("image", ""),
                options.get("ssh-user", "root"),
                options.number("ssh-port", 22, 1, 65535),
                options.get("ssh-key-fingerprint", ""),
                options.find("ssh-key-path").orElse(null),
                options.get("vpc", ""),
                options.has("ipv6"),
                options.has("backups"),
                options.has("monitoring"),
                options.words("admin-cidr"),
                options.userData().orElse(""),
                tags(options));
    }

    private static URI api(ProviderOptions options) {
        String text = options.get("api-url", "");
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw options.bad("api-url", "it is an http or https URL: https://api.digitalocean.com");
    }

    private static List<String> tags(ProviderOptions options) {
        List<String> tags = options.words("tags");
        for (String tag : tags) {
            if (!tag.matches(TAG) || Tags.isOurs(tag)) {
                throw options.bad(
                        "tags",
                        "tag "
                                + tag
                                + " is not possible: letters, digits, :, - and _, and none of belt's own");
            }
        }
        return tags;
    }
}
