package belt.cli.service;

import belt.cli.problem.CliProblem;
import belt.client.ServiceSummary.Port;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Published ports as docker writes them: `8080:80`, `80`, `8080-8082:80-82/udp`,
/// `published=8080,target=80,protocol=udp,mode=host`.
final class Ports {
    private Ports() {}

    static List<Port> parse(List<String> words) {
        var ports = new ArrayList<Port>();
        for (String word : words) {
            if (word.contains("=")) {
                ports.add(longForm(word));
            } else {
                ports.addAll(shortForm(word));
            }
        }
        return ports;
    }

    private static Port longForm(String word) {
        int published = 0;
        int target = 0;
        String protocol = "tcp";
        boolean host = false;
        for (String part : word.split(",")) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            switch (key) {
                case "published" -> published = number(value, word);
                case "target" -> target = number(value, word);
                case "protocol" -> protocol = protocol(value, word);
                case "mode" -> {
                    if (!value.equals("host") && !value.equals("ingress")) {
                        throw wrong(word, "mode is host or ingress, not '" + value + "'");
                    }
                    host = value.equals("host");
                }
                default -> throw wrong(word, "its parts are published, target, protocol and mode");
            }
        }
        if (target == 0) {
            throw wrong(word, "it has no target");
        }
        return new Port(published, target, protocol, host);
    }

    private static List<Port> shortForm(String word) {
        int slash = word.indexOf('/');
        String protocol = slash < 0 ? "tcp" : protocol(word.substring(slash + 1), word);
        String[] halves = (slash < 0 ? word : word.substring(0, slash)).split(":", -1);
        if (halves.length > 2) {
            throw wrong(word, "a service's port has no address in front");
        }
        int[] target = range(halves[halves.length - 1], word);
        int[] published = halves.length == 2 ? range(halves[0], word) : new int[] {0, 0};
        if (halves.length == 2 && published[1] - published[0] != target[1] - target[0]) {
            throw wrong(word, "its two ranges are not equally long");
        }
        var ports = new ArrayList<Port>();
        for (int i = 0; i <= target[1] - target[0]; i++) {
            int outside = halves.length == 2 ? published[0] + i : 0;
            ports.add(new Port(outside, target[0] + i, protocol, false));
        }
        return ports;
    }

    private static int[] range(String text, String word) {
        int hyphen = text.indexOf('-');
        int first = number(hyphen < 0 ? text : text.substring(0, hyphen), word);
        int last = hyphen < 0 ? first : number(text.substring(hyphen + 1), word);
        if (last < first) {
            throw wrong(word, "its range runs backwards");
        }
        return new int[] {first, last};
    }

    private static int number(String text, String word) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw wrong(word, "'" + text + "' is not a port from 1 to 65535");
    }

    private static String protocol(String text, String word) {
        if (!List.of("tcp", "udp", "sctp").contains(text)) {
            throw wrong(word, "the protocol is tcp, udp or sctp, not '" + text + "'");
        }
        return text;
    }

    private static BeltException wrong(String word, String why) {
        return new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "'" + word + "' is not a port to publish: " + why)
                .withDetail("write PUBLISHED:TARGET, as in 8080:80");
    }

    /// `*:8080->80/tcp`, ports that every node answers on only, as docker lists them.
    static String text(List<Port> ports) {
        return ports.stream()
                .filter(port -> !port.host())
                .map(port -> "*:" + port.published() + "->" + port.target() + "/" + port.protocol())
                .collect(Collectors.joining(", "));
    }
}
