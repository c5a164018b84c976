package belt.control.loop;

import java.time.Duration;

/// A loop on a thread of its own.
public final class LoopThread implements AutoCloseable {
    private final LoopDriver driver;
    private final Thread thread;

    public LoopThread(String name, LoopDriver driver) {
        this.driver = driver;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Makes the loop look at the clock again.
    public void wake() {
        driver.wake();
    }

    private void run() {
        try {
            boolean open = true;
            while (open) {
                open = driver.step(Duration.ofDays(1));
            }
        } catch (InterruptedException e) {
            driver.close();
        }
    }

    /// Ends the loop and waits until it writes nothing more.
    @Override
    public void close() {
        driver.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
