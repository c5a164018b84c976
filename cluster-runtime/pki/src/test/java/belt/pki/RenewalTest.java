package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RenewalTest {
    private static final Duration LIFE = ClusterCa.DEFAULT_VALIDITY.plus(Authority.BACKDATED);

    private final SettableClock clock = new SettableClock();
    private final TestCluster cluster = TestCluster.create(clock);
    private final NodeIdentity first = cluster.node(CertificateRole.WORKER);
    private final CurrentIdentity current = new CurrentIdentity(first);
    private boolean managerIsAway;
    private final Renewal renewal = new Renewal(current, this::renew, clock, new Random(7));

    @Test
    void waitsForHalfTheLifeAndALittleMore() throws Exception {
        var due = renewal.step();
        assertThat(due).isBetween(first.renewAt(), first.renewAt().plus(LIFE.dividedBy(10)));
        clock.advance(Duration.between(clock.instant(), due).minusSeconds(1));
        assertThat(renewal.step()).isEqualTo(due);
        assertThat(current.get()).isSameAs(first);
        clock.advance(Duration.ofSeconds(1));
        var next = renewal.step();
        assertThat(current.get().nodeId()).isEqualTo(first.nodeId());
        assertThat(current.get()).isNotSameAs(first);
        assertThat(next).isAfter(current.get().renewAt().minusSeconds(1));
    }

    @Test
    void spreadsNodesThatJoinedTogether() throws Exception {
        var dues = new HashSet<Instant>();
        for (int seed = 0; seed < 100; seed++) {
            dues.add(new Renewal(current, this::renew, clock, new Random(seed)).step());
        }
        assertThat(dues).hasSizeGreaterThan(95);
    }

    @Test
    void renewsAnExpiredCertificateAtOnce() throws Exception {
        clock.advance(Duration.ofDays(200));
        renewal.step();
        assertThat(current.get().expiredAt(clock.instant())).isFalse();
    }

    @Test
    void triesAgainWithGrowingWaits() throws Exception {
        managerIsAway = true;
        clock.advance(Duration.ofDays(60));
        long[] seconds = {5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600, 3_600};
        for (long least : seconds) {
            var due = renewal.step();
            var wait = Duration.between(clock.instant(), due);
            assertThat(wait).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(2 * least));
            clock.advance(wait);
        }
        managerIsAway = false;
        renewal.step();
        assertThat(current.get()).isNotSameAs(first);
    }

    @Test
    void renewsNowWhenAsked() throws Exception {
        renewal.step();
        assertThat(current.get()).isSameAs(first);
        renewal.renewNow();
        renewal.step();
        assertThat(current.get()).isNotSameAs(first);
    }

    @Test
    void waitsForAClusterToBeIn() throws Exception {
        current.clear();
        assertThat(renewal.step()).isEqualTo(Instant.MAX);
    }

    @Test
    void itsThreadWakesUpWhenAsked() throws Exception {
        var renewed = new SynchronousQueue<NodeIdentity>();
        var waking =
                new Renewal(
                        current,
                        identity -> {
                            var fresh = renew(identity);
                            renewed.put(fresh);
                            return fresh;
                        },
                        clock,
                        new Random(7));
        var thread =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(waking::run)
                                        .isInstanceOf(InterruptedException.class));
        waking.renewNow();
        assertThat(renewed.poll(30, TimeUnit.SECONDS)).isNotNull();
        waking.renewNow();
        assertThat(renewed.poll(30, TimeUnit.SECONDS)).isNotNull();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }

    private NodeIdentity renew(NodeIdentity identity) {
        if (managerIsAway) {
            throw new BeltException.OperationFailed(PkiProblem.EXPIRED, "no manager answers");
        }
        return cluster.node(identity.role(), identity.nodeId());
    }
}
