package belt.cli.term;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Calls something again and again on a thread of its own until it is closed.
final class Ticker implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);

    Ticker(Duration every, Runnable tick) {
        Thread.ofVirtual()
                .name("ticker")
                .start(() -> {
                    while (!ended(every)) {
                        tick.run();
                    }
                });
    }

    private boolean ended(Duration wait) {
        try {
            return end.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
