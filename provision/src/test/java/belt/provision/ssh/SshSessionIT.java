package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real sshd of our own.
class SshSessionIT {
    @TempDir Path folder;
    TestSshd sshd;
    SshSession session;

    @BeforeEach
    void connect() throws Exception {
        sshd = TestSshd.start(folder);
        session = sshd.client().connect(sshd.target("root"));
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void tellsCodeAndBothOutputs() throws Exception {
        ExecResult result = session.run(RemoteCommand.of("echo out; echo err >&2; exit 7"));

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.lastLines(3)).containsExactly("err");
    }

    @Test
    void tellsTheSignalThatEndedACommand() throws Exception {
        ExecResult result = session.run(RemoteCommand.of("kill -TERM $$"));

        assertThat(result.signal()).isEqualTo("TERM");
        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(result.describe()).isEqualTo("killed by SIGTERM");
    }

    @Test
    void losesNoCommandThatEndsWhileItIsStarted() throws Exception {
        var held = new HeldThreads(() -> session.run(RemoteCommand.of("true")));
        session.jsch().setThreadFactory(held);

        ExecResult result =
                session.run(
                        RemoteCommand.of("echo out; exit 3")
                                .reading(InputStream.nullInputStream()));

        assertThat(held.first).isFalse();
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("out\n");
    }

    /// Makes JSch pause when it names the first thread that it was given, until something else has been done: a name is set
    /// under the thread's monitor.
    private static final class HeldThreads implements ThreadFactory {
        private final Callable<?> meanwhile;
        private volatile boolean first = true;

        HeldThreads(Callable<?> meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public Thread newThread(Runnable work) {
            var thread = new Thread(work);
            if (first) {
                first = false;
                var holding = new CountDownLatch(1);
                Thread.ofPlatform().daemon(true).start(() -> hold(thread, holding));
                try {
                    holding.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return thread;
        }

        private void hold(Thread thread, CountDownLatch holding) {
            synchronized (thread) {
                holding.countDown();
                try {
                    meanwhile.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void givesACommandWithoutInputItsEnd() throws Exception {
        assertThat(session.run(RemoteCommand.of("cat; echo end")).stdout()).isEqualTo("end\n");
    }

    @Test
    void carriesMuchDataBothWays() throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(1).nextBytes(data);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();

        ExecResult result =
                session.run(
                        RemoteCommand.of("head -c 8000000 /dev/zero >&2; cat")
                                .reading(new ByteArrayInputStream(data))
                                .writing(out, err));

        assertThat(result.ok()).isTrue();
        assertThat(out.toByteArray()).isEqualTo(data);
        assertThat(err.size()).isEqualTo(8_000_000);
    }

    @Test
    void quotesWords() throws Exception {
        List<String> words = List.of("printf", "%s|", "a b", "it's", "$HOME", "", "*");

        assertThat(session.run(RemoteCommand.of(words)).stdout()).isEqualTo("a b|it's|$HOME||*|");
    }

    @Test
    void endsACommandThatTakesTooLongWithItsChildren() throws Exception {
        String mark = "9" + System.nanoTime() % 1_000_000;
        var command =
                RemoteCommand.of("sleep " + mark + " & sleep " + mark + "; true")
                        .within(Duration.ofMillis(500));

        assertThatThrownBy(() -> session.run(command))
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessageStartingWith("web1: a command took longer than 0 s and was ended");
        assertGone(mark);
    }

    @Test
    void endsACommandWhenItsCallerIsInterrupted() throws Exception {
        String mark = "8" + System.nanoTime() % 1_000_000;
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                session.run(RemoteCommand.of("trap '' HUP; sleep " + mark));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertThat(within(() -> running(mark) > 0)).isTrue();

        caller.interrupt();
        caller.join();

        assertGone(mark);
        assertThat(session.run(RemoteCommand.of("echo alive")).stdout()).isEqualTo("alive\n");
    }

    @Test
    void runsManyCommandsAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ExecResult>> results = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String text = "echo " + i;
                results.add(threads.submit(() -> session.run(RemoteCommand.of(text))));
            }
            for (int i = 0; i < 30; i++) {
                assertThat(results.get(i).get().stdout()).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void saysThatTheMachineVanishedInsteadOfAnEmptyResult() throws Exception {
        RemoteProcess process = session.start(RemoteCommand.of("sleep 60"));
        Thread.ofVirtual().start(() -> sshd.crash());

        assertThatThrownBy(process::await)
                .isInstanceOf(BeltException.Unreachable.class)
                .extracting(e -> ((BeltException) e).code())
                .isEqualTo(SshProblem.CONNECTION_LOST);
    }

    @Test
    void sendsAFileWholeWithItsRightsAndChecksIt() throws Exception {
        Path target = folder.resolve("there");
        Path local = Files.write(folder.resolve("here"), new byte[2_000_000]);
        String sum = sum(Files.readAllBytes(local));
        Files.writeString(target, "before");

        session.upload(Upload.of(local, target.toString()).mode(0600).verified(sum));

        assertThat(Files.size(target)).isEqualTo(2_000_000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void keepsTheOldFileWhenTheNewOneArrivesChanged() throws Exception {
        Path target = Files.writeString(folder.resolve("there"), "before");
        Upload upload =
                Upload.of("after".getBytes(StandardCharsets.UTF_8), target.toString())
                        .verified("0".repeat(64));

        assertThatThrownBy(() -> session.upload(upload)).hasMessageContaining("expected 0000");

        assertThat(target).hasContent("before");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Upload upload = Upload.of(new byte[1], "/no/such/folder/file");

        assertThatThrownBy(() -> session.upload(upload))
                .hasMessageStartingWith("web1: cannot write /no/such/folder/file");
    }

    @Test
    void fetchesAFile() throws Exception {
        Path remote = Files.writeString(folder.resolve("remote"), "text");
        Path local = folder.resolve("local");

        session.download(remote.toString(), local);

        assertThat(local).hasContent("text");
    }

    @Test
    void opensATerminalAndTellsItsCode() throws Exception {
        var keys = new PipedOutputStream();
        InputStream in = new PipedInputStream(keys);
        var shown = new ByteArrayOutputStream();
        var screen = new RemoteTerminal.Screen("xterm", 91, 33);
        try (var terminal = session.terminal(screen, "/bin/sh", in, shown)) {
            terminal.resize(92, 34);
            keys.write("stty size; exit 5\n".getBytes(StandardCharsets.UTF_8));
            keys.flush();

            assertThat(terminal.await()).isEqualTo(5);
        }
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("34 92");
    }

    private boolean within(Deadline.Condition condition) throws InterruptedException {
        return Deadline.in(Duration.ofSeconds(20)).await(Duration.ofMillis(20), condition);
    }

    private void assertGone(String mark) throws InterruptedException {
        assertThat(within(() -> running(mark) == 0)).as("sleep %s has ended", mark).isTrue();
    }

    /// A zombie has no command line, so it does not count.
    private static long running(String mark) {
        try (var all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> commandLine(p).equals("sleep\0" + mark + "\0")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> leftovers() throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(p -> p.getFileName().toString().contains(".belt-")).toList();
        }
    }

    private static String sum(byte[] bytes) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
