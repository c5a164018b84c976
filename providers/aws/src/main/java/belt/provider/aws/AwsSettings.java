package belt.provider.aws;

import belt.provider.ProviderOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options, read and checked.
///
/// @param options for those that are just passed on
/// @param region the region where no other is named
/// @param endpoint where the API is; empty for AWS itself
/// @param zones letters or names of zones; empty for the first that has a default subnet
/// @param groups names of security groups; empty for one of ours
/// @param ports what to open beside SSH and the API
/// @param adminCidrs who may reach SSH and the API
/// @param tags the operator's own tags
/// @param prices what sizes cost
record AwsSettings(
        ProviderOptions options,
        String region,
        Optional<URI> endpoint,
        List<String> zones,
        List<String> groups,
        List<Port> ports,
        List<String> adminCidrs,
        Map<String, String> tags,
        Prices prices) {
    /// A port to open.
    record Port(int number, String protocol) {}

    static AwsSettings read(ProviderOptions options) {
        var settings =
                new AwsSettings(
                        options,
                        options.get("region", "us-east-1"),
                        options.find("endpoint").map(text -> endpoint(options, text)),
                        options.words("zone"),
                        options.words("security-group"),
                        options.words("open-port").stream()
                                .map(text -> port(options, text))
                                .toList(),
                        options.words("admin-cidr"),
                        pairs(options),
                        Prices.of(options));
        settings.check();
        return settings;
    }

    private void check() {
        options.number("root-size", 16, 1, 65_536);
        options.number("ssh-port", 22, 1, 65_535);
        options.number("retries", 5, 0, 100);
        options.number("ipv6-address-count", 0, 0, 15);
        options.number("block-duration-minutes", 0, 0, 360);
        oneOf("http-tokens", "required", "optional");
        oneOf("http-endpoint", "enabled", "disabled");
        if (options.find("http-protocol-ipv6").isPresent()) {
            oneOf("http-protocol-ipv6", "enabled", "disabled");
        }
        for (String each :
                List.of(
                        "request-spot-instance",
                        "private-address-only",
                        "use-private-address",
                        "monitoring",
                        "make-default-vpc",
                        "use-ebs-optimized-instance",
                        "encrypt-ebs-volume",
                        "security-group-readonly",
                        "insecure-transport",
                        "instance-credentials")) {
            options.has(each);
        }
        options.find("spot-price").ifPresent(this::checkPrice);
        if (options.find("keypair-name").isPresent() && options.find("ssh-keypath").isEmpty()) {
            throw options.bad("ssh-keypath", "keypair-name needs it: the private key of that pair");
        }
    }

    private void checkPrice(String text) {
        try {
            if (new BigDecimal(text).signum() > 0) {
                return;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw options.bad("spot-price", "it is a price an hour in dollars: 0.05");
    }

    private void oneOf(String key, String... words) {
        if (!List.of(words).contains(options.get(key, ""))) {
            throw options.bad(key, "it is " + String.join(" or ", words));
        }
    }

    private static URI endpoint(ProviderOptions options, String text) {
        String scheme = options.has("insecure-transport") ? "http://" : "https://";
        try {
            var uri = new URI(text.contains("://") ? text : scheme + text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (java.net.URISyntaxException _) {
            // said below
        }
        throw options.bad("endpoint", "it is an address: https://ec2.example.com");
    }

    private static Port port(ProviderOptions options, String text) {
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        try {
            int number = Integer.parseInt(slash < 0 ? text : text.substring(0, slash));
            if (number > 0 && number < 65_536 && List.of("tcp", "udp").contains(protocol)) {
                return new Port(number, protocol);
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw options.bad("open-port", "a port is 80, 443/tcp or 53/udp, not " + text);
    }

    private static Map<String, String> pairs(ProviderOptions options) {
        var words = new ArrayList<>(List.of(options.get("tags", "").split(",")));
        var pairs = new LinkedHashMap<String, String>();
        if (options.find("tags").isEmpty()) {
            return pairs;
        }
        if (words.size() % 2 != 0) {
            throw options.bad("tags", "keys and values take turns: key1,value1,key2,value2");
        }
        for (int i = 0; i < words.size(); i += 2) {
            pairs.put(words.get(i), words.get(i + 1));
        }
        return pairs;
    }

    boolean spot() {
        return options.has("request-spot-instance");
    }

    boolean privateAddress() {
        return options.has("use-private-address") || options.has("private-address-only");
    }

    int attempts() {
        return options.number("retries", 5, 0, 100) + 1;
    }

    int sshPort() {
        return options.number("ssh-port", 22, 1, 65_535);
    }
}
