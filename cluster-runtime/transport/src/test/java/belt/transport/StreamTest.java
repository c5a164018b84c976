package belt.transport;

import static belt.transport.Recorder.bytes;
import static belt.transport.Recorder.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.pki.CertificateRole;
import belt.pki.CurrentIdentity;
import belt.pki.JoinToken;
import belt.pki.NodeIdentity;
import belt.pki.PkiProblem;
import belt.pki.TokenCheck;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything here holds with either TLS implementation.
class StreamTest {
    private final TestCluster cluster = TestCluster.create();
    private final NodeIdentity manager = cluster.manager();
    private final NodeIdentity worker = cluster.worker();

    @ParameterizedTest
    @EnumSource
    void carriesFramesBothWaysInOrder(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var here = new Recorder(StreamListener.Calls.ON_EVENT_LOOP);
            var up = wire.connect(wire.serve(manager, there), worker, here);
            var down = take(there.opened);
            assertThat(take(here.opened)).isSameAs(up);
            assertThat(down.peer().member()).isEqualTo(worker.member());
            assertThat(up.peer().member()).isEqualTo(manager.member());
            for (int i = 0; i < 1_000; i++) {
                assertThat(up.send((byte) 7, bytes("up " + i))).isTrue();
                assertThat(down.send((byte) 8, bytes("down " + i))).isTrue();
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(take(there.frames)).isEqualTo("7:up " + i);
                assertThat(take(here.frames)).isEqualTo("8:down " + i);
            }
            assertThat(down.send((byte) 0, new byte[0])).isTrue();
            assertThat(take(here.frames)).isEqualTo("0:");
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesLargeFrames(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var up = wire.connect(wire.serve(manager, there), worker, new Recorder());
            var large = "x".repeat(StreamLimits.Buffers.DEFAULT.frameBytes());
            up.send((byte) 1, bytes("small"));
            up.send((byte) 2, bytes(large));
            up.send((byte) 3, bytes("small again"));
            assertThat(take(there.frames)).isEqualTo("1:small");
            assertThat(take(there.frames)).isEqualTo("2:" + large);
            assertThat(take(there.frames)).isEqualTo("3:small again");
            assertThatThrownBy(() -> up.send((byte) 1, bytes(large + "x")))
                    .isInstanceOfSatisfying(
                            BeltException.OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(TransportProblem.FRAME_TOO_LARGE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversWhatWasSentBeforeClosing(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var here = new Recorder();
            var up = wire.connect(wire.serve(manager, there), worker, here);
            take(there.opened).send((byte) 1, bytes("still unread here"));
            for (int i = 0; i < 100; i++) {
                up.send((byte) 1, new byte[10_000]);
            }
            up.close();
            assertThat(up.send((byte) 1, bytes("too late"))).isFalse();
            for (int i = 0; i < 100; i++) {
                assertThat(take(there.frames)).hasSize(10_002);
            }
            assertThat(take(there.closed).reason()).isEqualTo(CloseCause.Reason.REMOTE);
            assertThat(take(here.closed).reason()).isEqualTo(CloseCause.Reason.LOCAL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsAJoinerInByItsTokenAlone(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var server = wire.serve(manager, there);
            var token = JoinToken.create(cluster.ca().rootPem(), new SecureRandom());
            var dial = Dial.joining(Wire.at(server.port()), new TokenCheck(token, Wire.CLOCK));
            var up = wire.connect(dial, new Recorder());
            assertThat(up.peer().member()).isEqualTo(manager.member());
            assertThat(take(there.opened).peer().anonymous()).isTrue();
            up.send((byte) 1, bytes("please"));
            assertThat(take(there.frames)).isEqualTo("1:please");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingToAManagerOfAnotherCluster(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var server = wire.serve(TestCluster.create().manager(), there);
            var token = JoinToken.create(cluster.ca().rootPem(), new SecureRandom());
            var dial = Dial.joining(Wire.at(server.port()), new TokenCheck(token, Wire.CLOCK));
            refused(PkiProblem.TOKEN_OTHER_CLUSTER, () -> wire.connect(dial, new Recorder()));
            refused(PkiProblem.WRONG_CLUSTER, () -> wire.connect(server, worker, new Recorder()));
            assertThat(there.opened).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void believesNoWorkerThatServes(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var server = wire.serve(worker, new Recorder());
            refused(
                    PkiProblem.WRONG_ROLE,
                    () -> wire.connect(server, cluster.worker(), new Recorder()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAMemberOfAnotherClusterWhyItIsRefused(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var server = wire.serve(manager, there);
            var stranger = TestCluster.create().worker();
            // one that believes the server, but is not believed
            var dial =
                    new Dial(
                            Wire.at(server.port()),
                            () -> stranger,
                            _ -> manager.member(),
                            Recorder.PATIENCE);
            refused(PkiProblem.WRONG_CLUSTER, () -> wire.connect(dial, new Recorder()));
            assertThat(there.opened).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsANodeThatItsCertificateHasExpired(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var server = wire.serve(manager, new Recorder());
            var old = cluster.node(CertificateRole.WORKER, Duration.ofMinutes(-5));
            refused(PkiProblem.EXPIRED, () -> wire.connect(server, old, new Recorder()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhyTheListenerTurnsSomebodyAway(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there =
                    new Recorder() {
                        @Override
                        public void onOpen(Stream stream) {
                            throw new BeltException.Refused(
                                    PkiProblem.REMOVED, "node was removed yesterday");
                        }
                    };
            var server = wire.serve(manager, there);
            assertThatThrownBy(() -> wire.connect(server, worker, new Recorder()))
                    .isInstanceOf(BeltException.MissingCredentials.class)
                    .hasMessageContaining("node was removed yesterday");
            assertThat(there.closed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void usesARenewedCertificateWithoutRestart(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var there = new Recorder();
            var serverIdentity = new CurrentIdentity(manager);
            var server =
                    wire.serve(
                            StreamServer.Settings.of(Wire.anyPort(), serverIdentity, Wire.CLOCK),
                            there);
            var identity = new CurrentIdentity(worker);
            var before = wire.connect(server.port(), identity, new Recorder());
            assertThat(take(there.opened).peer().member()).isEqualTo(worker.member());
            var renewed = cluster.worker();
            identity.replace(renewed);
            serverIdentity.replace(cluster.manager());
            var after = wire.connect(server.port(), identity, new Recorder());
            assertThat(take(there.opened).peer().member()).isEqualTo(renewed.member());
            assertThat(after.peer().member()).isEqualTo(serverIdentity.get().member());
            before.send((byte) 1, bytes("the old stream stands"));
            assertThat(take(there.frames)).isEqualTo("1:the old stream stands");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBlockingCallbackHoldsUpNobodyElse(TlsEngine engine) throws Exception {
        try (var wire = new Wire(engine)) {
            var release = new CountDownLatch(1);
            var there =
                    new Recorder() {
                        @Override
                        public void onFrame(Stream stream, byte kind, byte[] payload) {
                            if (kind == 1) {
                                awaitQuietly(release);
                            }
                            super.onFrame(stream, kind, payload);
                        }
                    };
            var server = wire.serve(manager, there);
            var slow = wire.connect(server, worker, new Recorder());
            slow.send((byte) 1, bytes("slow"));
            for (int i = 0; i < 4; i++) {
                var other = wire.connect(server, worker, new Recorder());
                other.send((byte) 2, bytes("fast"));
                assertThat(take(there.frames)).isEqualTo("2:fast");
            }
            release.countDown();
            assertThat(take(there.frames)).isEqualTo("1:slow");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A call that may be interrupted.
    private interface Call {
        Object run() throws InterruptedException;
    }

    private static void refused(PkiProblem code, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        BeltException.MissingCredentials.class,
                        e -> assertThat(e.code()).isEqualTo(code));
    }
}
