package belt.daemon;

import belt.core.BeltException;
import belt.model.Availability;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out a {@link JoinOrder}: asks until it is let in or refused for good. Managers that are not there yet, or busy
/// with a thousand others, are asked again after a while that grows and is never quite the same.
final class TicketedJoin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TicketedJoin.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final DaemonConfig config;
    private final ClusterNode node;
    private final String hostname;
    private final Optional<JoinOrder> order;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SplittableRandom random = new SplittableRandom();

    private TicketedJoin(
            DaemonConfig config, ClusterNode node, String hostname, Optional<JoinOrder> order) {
        this.config = config;
        this.node = node;
        this.hostname = hostname;
        this.order = order;
    }

    /// Starts in the background if there is an order and this node is in no cluster.
    static TicketedJoin start(DaemonConfig config, ClusterNode node, String hostname) {
        if (node.identity().find().isPresent()) {
            JoinOrder.remove(config); // of a start that ended between the two
        }
        var join = new TicketedJoin(config, node, hostname, JoinOrder.find(config));
        if (join.order.isPresent()) {
            Thread.ofVirtual().name("ticketed-join").start(() -> join.run(join.order.get()));
        }
        return join;
    }

    private void run(JoinOrder wanted) {
        Duration pause = FIRST;
        LOG.info("Joining the cluster of {} by ticket", String.join(", ", wanted.managers()));
        try {
            while (Files.exists(JoinOrder.file(config))) {
                Duration next = pause;
                try {
                    var waiting = node.joinByTicket(wanted.managers(), wish(wanted));
                    if (waiting.isEmpty()) {
                        JoinOrder.remove(config);
                        LOG.info("This node is a member now");
                        return;
                    }
                    next = waiting.get();
                } catch (BeltException.MissingCredentials | BeltException.InvalidInput e) {
                    LOG.error("This node will not be let in: {}", e.getMessage());
                    node.joinFailed(String.valueOf(e.getMessage()));
                    return;
                } catch (BeltException e) {
                    if (node.identity().find().isPresent()) {
                        JoinOrder.remove(config); // let in, and what followed goes on by itself
                        return;
                    }
                    LOG.info("Not let in yet: {}", e.getMessage());
                    pause = longer(pause);
                }
                long millis = next.toMillis();
                if (stopped.await(random.nextLong(millis / 2, millis + 1), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    private Joining.Wish wish(JoinOrder wanted) {
        return new Joining.Wish(
                wanted.ticket(), hostname, config.advertiseAddress(), Availability.ACTIVE);
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
