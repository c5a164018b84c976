package belt.http.swarm;

import belt.http.server.Exchange;
import java.util.Set;

/// Which of the cluster's events a client wants. Names and ids match in part, as in Docker.
record EventFilter(Filters filters) {
    private static final Set<String> KNOWN =
            Set.of(
                    "config",
                    "container",
                    "daemon",
                    "event",
                    "image",
                    "label",
                    "network",
                    "node",
                    "plugin",
                    "scope",
                    "secret",
                    "service",
                    "type",
                    "volume");
    private static final Set<String> OF_OTHER_KINDS =
            Set.of(
                    "config",
                    "container",
                    "daemon",
                    "image",
                    "network",
                    "plugin",
                    "secret",
                    "volume");

    static EventFilter of(Exchange exchange) {
        return new EventFilter(Filters.parse(exchange, KNOWN));
    }

    boolean passes(ClusterEvent event) {
        return filters.any("scope", "swarm"::equals)
                && filters.any("type", event.type()::equals)
                && filters.any("event", event.action()::equals)
                && filters.labels("label", event.attributes())
                && named(event);
    }

    private boolean named(ClusterEvent event) {
        if (filters.has(event.type())) {
            return filters.any(
                    event.type(),
                    word ->
                            event.id().contains(word)
                                    || event.attributes().getOrDefault("name", "").contains(word));
        }
        boolean otherObject = filters.has(event.type().equals("node") ? "service" : "node");
        return !otherObject && OF_OTHER_KINDS.stream().noneMatch(filters::has);
    }
}
