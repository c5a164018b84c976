package belt.control.allocator;

import belt.control.ControlProblem;
import belt.core.BeltException;
import belt.model.EndpointSpec;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.store.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses published ports when a service is created or changed (swarm-semantics §7.3). The choice is part of the service
/// that is stored, so nothing is kept here. A port of mode ingress belongs to one service for each protocol; ports of mode
/// host may be shared by services, since the scheduler keeps them apart on the nodes.
public final class PortAllocator {
    /// Published numbers that are chosen lie between these two, both included.
    public static final int FIRST = 30_000;

    public static final int LAST = 32_767;

    private record Port(Protocol protocol, int published) {}

    private PortAllocator() {}

    /// The service's ports with every ingress port's number filled in.
    ///
    /// @param service the service itself: a number that was chosen for it before is kept where name, protocol, target and
    ///     mode are the same
    /// @throws BeltException.InvalidInput if a wished port is taken, in Swarm's words, or none is left
    public static List<PortConfig> choose(View view, ServiceId service, ServiceSpec spec) {
        EndpointSpec endpoint = spec.endpoint();
        if (endpoint == null || endpoint.ports().isEmpty()) {
            return List.of();
        }
        Set<Port> taken = taken(view, service, endpoint.ports());
        List<PortConfig> kept =
                new ArrayList<>(view.service(service).map(Service::ports).orElse(List.of()));
        // first the numbers that are said or were given before, then the free ones
        Map<Integer, PortConfig> chosen = new HashMap<>();
        for (int i = 0; i < endpoint.ports().size(); i++) {
            int at = i;
            settled(endpoint.ports().get(i), kept, taken).ifPresent(port -> chosen.put(at, port));
        }
        var ports = new ArrayList<PortConfig>();
        for (int i = 0; i < endpoint.ports().size(); i++) {
            PortConfig wish = endpoint.ports().get(i);
            PortConfig port = chosen.get(i);
            ports.add(port != null ? port : wish.withPublished(free(wish.protocol(), taken)));
        }
        return List.copyOf(ports);
    }

    /// The port as it stands without choosing: of mode host, with a number said, or with the number it had.
    private static Optional<PortConfig> settled(
            PortConfig wish, List<PortConfig> kept, Set<Port> taken) {
        if (wish.mode() == PublishMode.HOST) {
            return Optional.of(wish);
        }
        if (wish.published() != 0) {
            taken.add(new Port(wish.protocol(), wish.published()));
            return Optional.of(wish);
        }
        for (PortConfig before : kept) {
            boolean same = before.withPublished(0).equals(wish);
            if (same && taken.add(new Port(before.protocol(), before.published()))) {
                kept.remove(before);
                return Optional.of(before);
            }
        }
        return Optional.empty();
    }

    private static int free(Protocol protocol, Set<Port> taken) {
        for (int number = FIRST; number <= LAST; number++) {
            if (taken.add(new Port(protocol, number))) {
                return number;
            }
        }
        throw new BeltException.InvalidInput(
                ControlProblem.PORT_TAKEN,
                "no free "
                        + protocol.name().toLowerCase(java.util.Locale.ROOT)
                        + " port between "
                        + FIRST
                        + " and "
                        + LAST);
    }

    /// The ingress ports of all other services; refuses a wish that one of them has.
    private static Set<Port> taken(View view, ServiceId service, List<PortConfig> wishes) {
        var taken = new HashSet<Port>();
        for (Service other : view.services()) {
            if (other.id().equals(service)) {
                continue;
            }
            for (PortConfig port : other.ports()) {
                wishes.forEach(wish -> refuseConflict(wish, other, port));
                if (port.published() != 0) {
                    taken.add(new Port(port.protocol(), port.published()));
                }
            }
        }
        return taken;
    }

    private static void refuseConflict(PortConfig wish, Service other, PortConfig port) {
        boolean samePort =
                wish.published() != 0
                        && wish.published() == port.published()
                        && wish.protocol() == port.protocol();
        boolean bothHost = wish.mode() == PublishMode.HOST && port.mode() == PublishMode.HOST;
        if (samePort && !bothHost) {
            String how =
                    port.mode() == PublishMode.HOST ? "a host-published port" : "an ingress port";
            throw new BeltException.InvalidInput(
                    ControlProblem.PORT_TAKEN,
                    "port '%d' is already in use by service '%s' (%s) as %s"
                            .formatted(wish.published(), other.spec().name(), other.id(), how));
        }
    }
}
