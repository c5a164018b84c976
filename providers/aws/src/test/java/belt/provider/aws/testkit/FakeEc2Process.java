package belt.provider.aws.testkit;

import belt.provider.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// The clock of a {@link FakeEc2Main}, seen from here: waiting moves it on in both processes.
final class FakeEc2Process implements InstantSource, Waiting, AutoCloseable {
    private static final Duration UNDER_WAY = Duration.ofMillis(100);

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream asks;
    private final String endpoint;
    private Instant now = Instant.parse("2026-05-04T10:00:00Z");
    private Duration waited = Duration.ZERO;

    FakeEc2Process() throws IOException {
        process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FakeEc2Main.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        asks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        endpoint = answer();
        ask(Long.toString(now.toEpochMilli()));
    }

    String endpoint() {
        return endpoint;
    }

    synchronized String calls() {
        return ask("calls");
    }

    synchronized Duration waited() {
        return waited;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void pause(Duration time, String why) {
        // calls that are under way arrive before the time jumps, as they would if it passed
        LockSupport.parkNanos(UNDER_WAY.toNanos());
        advance(time);
    }

    private synchronized void advance(Duration time) {
        if (time.isPositive()) {
            now = now.plus(time);
            waited = waited.plus(time);
            ask(Long.toString(now.toEpochMilli()));
        }
    }

    private String ask(String line) {
        asks.println(line);
        return answer();
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the fake EC2 has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
