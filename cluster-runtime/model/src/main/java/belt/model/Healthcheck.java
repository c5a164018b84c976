package belt.model;

import java.time.Duration;
import java.util.List;

/// A container's health check; zero durations mean the image's or the engine's.
public record Healthcheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        long retries) {
    public Healthcheck {
        test = List.copyOf(test);
    }
}
