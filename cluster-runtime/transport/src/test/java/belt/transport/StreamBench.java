package belt.transport;

import static belt.transport.Recorder.bytes;

import belt.core.Secret;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// What handshakes, frames and streams cost. Not a test: run by hand, the server and the clients in two processes so that
/// CPU and heap are told apart. The server prints nothing; the client asks it for its figures over a stream.
///
/// ```
/// java … belt.transport.StreamBench server DIR BORINGSSL|JDK
/// java … belt.transport.StreamBench client DIR BORINGSSL|JDK STREAMS MESSAGES
/// ```
final class StreamBench {
    private static final PrintStream OUT = System.out;
    private static final byte ECHO = 1;
    private static final byte REPORT = 2;
    private static final int TALKING = 200;
    private static final int IN_FLIGHT = 8;
    private static final int AT_ONCE = 64;

    private record Report(double cpuMillis, double heapKb) {
        static Report ofThisProcess() {
            System.gc();
            var runtime = Runtime.getRuntime();
            double used = runtime.totalMemory() - runtime.freeMemory();
            return new Report(cpuNanos() / 1e6, used / 1024);
        }

        static Report parse(String text) {
            int at = text.indexOf(' ');
            return new Report(
                    Double.parseDouble(text.substring(0, at)),
                    Double.parseDouble(text.substring(at + 1)));
        }

        byte[] encode() {
            return bytes(cpuMillis + " " + heapKb);
        }
    }

    private final Path folder;
    private final Wire wire;

    private StreamBench(Path folder, TlsEngine engine) {
        this.folder = folder;
        this.wire = new Wire(engine);
    }

    public static void main(String[] args) throws Exception {
        var bench = new StreamBench(Path.of(args[1]), TlsEngine.valueOf(args[2]));
        if (args[0].equals("server")) {
            bench.serve();
        } else {
            bench.call(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        }
    }

    private void serve() throws Exception {
        var cluster = TestCluster.create();
        var server = wire.serve(cluster.manager(), new Answering());
        Files.writeString(folder.resolve("ca.pem"), cluster.ca().rootPem());
        Files.writeString(folder.resolve("ca-key.pem"), cluster.ca().keyPem().reveal());
        Files.writeString(folder.resolve("server"), cluster.id() + " " + server.port());
        new CountDownLatch(1).await();
    }

    private void call(int streams, int messages) throws Exception {
        String[] where = Files.readString(folder.resolve("server")).split(" ");
        var ca =
                ClusterCa.of(
                        Files.readString(folder.resolve("ca.pem")),
                        Secret.of(Files.readString(folder.resolve("ca-key.pem"))),
                        Wire.CLOCK);
        var cluster = new TestCluster(where[0], ca);
        int port = Integer.parseInt(where[1]);
        var reports = new LinkedBlockingQueue<String>();
        var control = open(cluster, port, 1, new Collecting(reports)).getFirst();
        for (int round = 1; round <= 3; round++) {
            handshakes(cluster, port, streams, control, reports);
        }
        var talking = open(cluster, port, TALKING, new Ping(new AtomicLong(), new Semaphore(0)));
        talking.forEach(Stream::close);
        for (int round = 1; round <= 4; round++) {
            echo(cluster, port, messages, control, reports);
        }
        wire.close();
    }

    private void handshakes(
            TestCluster cluster, int port, int count, Stream control, BlockingQueue<String> reports)
            throws Exception {
        var before = ask(control, reports);
        var own = Report.ofThisProcess();
        long start = System.nanoTime();
        var opened = open(cluster, port, count, new Ping(new AtomicLong(), new Semaphore(0)));
        double seconds = (System.nanoTime() - start) / 1e9;
        var ownAfter = Report.ofThisProcess();
        var after = ask(control, reports);
        OUT.printf(
                "handshakes %d: %.0f/s, server CPU %.2f ms, client CPU %.2f ms (with issuing) each;"
                        + " heap per stream: server %.1f kB, client %.1f kB%n",
                count,
                count / seconds,
                (after.cpuMillis() - before.cpuMillis()) / count,
                (ownAfter.cpuMillis() - own.cpuMillis()) / count,
                (after.heapKb() - before.heapKb()) / count,
                (ownAfter.heapKb() - own.heapKb()) / count);
        opened.forEach(Stream::close);
        Recorder.until(() -> opened.stream().noneMatch(Stream::isOpen));
    }

    private void echo(
            TestCluster cluster,
            int port,
            int messages,
            Stream control,
            BlockingQueue<String> reports)
            throws Exception {
        var left = new AtomicLong(messages - (long) TALKING * IN_FLIGHT);
        var done = new Semaphore(0);
        var streams = open(cluster, port, TALKING, new Ping(left, done));
        var before = ask(control, reports);
        var own = cpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < IN_FLIGHT; i++) {
            for (var stream : streams) {
                stream.send(ECHO, new byte[100]);
            }
        }
        done.acquire(messages);
        double seconds = (System.nanoTime() - start) / 1e9;
        double ownMicros = (cpuNanos() - own) / 1e3;
        var after = ask(control, reports);
        OUT.printf(
                "echo of 100 bytes, %d streams × %d: %.0f/s, CPU per message: server %.1f µs,"
                        + " client %.1f µs%n",
                TALKING,
                IN_FLIGHT,
                messages / seconds,
                (after.cpuMillis() - before.cpuMillis()) * 1e3 / messages,
                ownMicros / messages);
        streams.forEach(Stream::close);
    }

    private List<Stream> open(TestCluster cluster, int port, int count, StreamListener listener)
            throws Exception {
        var key = CertificateRequest.create();
        var places = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Stream>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                places.acquire();
                Callable<Stream> call =
                        () -> {
                            try {
                                var identity =
                                        cluster.node(
                                                key,
                                                CertificateRole.WORKER,
                                                ClusterCa.DEFAULT_VALIDITY);
                                return wire.connect(port, () -> identity, listener);
                            } finally {
                                places.release();
                            }
                        };
                calls.add(threads.submit(call));
            }
            var streams = new ArrayList<Stream>();
            for (var call : calls) {
                streams.add(call.get());
            }
            return streams;
        }
    }

    private static Report ask(Stream control, BlockingQueue<String> reports)
            throws InterruptedException {
        control.send(REPORT, new byte[0]);
        return Report.parse(Recorder.take(reports));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /// The parts of a listener that no side of this bench needs.
    private interface Quick extends StreamListener {
        @Override
        default Calls calls() {
            return Calls.ON_EVENT_LOOP;
        }

        @Override
        default void onOpen(Stream stream) {}

        @Override
        default void onClose(Stream stream, CloseCause cause) {}
    }

    private record Answering() implements Quick {
        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            stream.send(kind, kind == REPORT ? Report.ofThisProcess().encode() : payload);
        }
    }

    private record Collecting(BlockingQueue<String> reports) implements Quick {
        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            reports.add(new String(payload, StandardCharsets.UTF_8));
        }
    }

    private record Ping(AtomicLong left, Semaphore done) implements Quick {
        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            done.release();
            if (left.getAndDecrement() > 0) {
                stream.send(kind, payload);
            }
        }
    }
}
