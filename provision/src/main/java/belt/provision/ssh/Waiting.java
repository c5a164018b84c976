package belt.provision.ssh;

import java.time.Duration;
import java.util.Optional;

/// What a patient connection attempt is waiting for.
///
/// @param target whom it tries to reach
/// @param rung where the last attempt stopped
/// @param reason why it stopped there; empty while an attempt is under way
/// @param attempt counts from 1
/// @param waited since the first attempt
public record Waiting(
        SshTarget target, Rung rung, Optional<String> reason, int attempt, Duration waited) {}
