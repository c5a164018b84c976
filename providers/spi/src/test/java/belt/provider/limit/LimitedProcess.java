package belt.provider.limit;

import belt.core.Secret;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A process of its own that takes calls and prints when, or that takes the lock and keeps it.
final class LimitedProcess {
    static final Window WINDOW = new Window(Duration.ofSeconds(2), 30);

    private LimitedProcess() {}

    static AccountLimiter limiter(Path folder) {
        var around = new Surroundings(InstantSource.system(), Waiting.real(), Map.of(), folder);
        return new AccountLimiter(
                around, "test", "cloud", Secret.of("t"), List.of(WINDOW), Duration.ofMinutes(1));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        if (args[1].equals("hold")) {
            try (var files = Files.list(folder);
                    var channel =
                            FileChannel.open(
                                    files.findFirst().orElseThrow(), StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                System.out.println("held " + lock.isValid());
                System.in.read(); // until it is killed
            }
            return;
        }
        AccountLimiter limiter = limiter(folder);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            limiter.take();
            System.out.println(System.currentTimeMillis());
        }
    }
}
