package belt.cli.dockermachine;

import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.Map;

/// Docker Machine's words for drivers and states.
final class MachineWords {
    /// Its name → ours, where they differ.
    private static final Map<String, String> DRIVERS = Map.of("amazonec2", "aws");

    private MachineWords() {}

    /// Our provider for a driver.
    static String provider(String driver) {
        return DRIVERS.getOrDefault(driver, driver);
    }

    /// Its driver for our provider.
    static String driver(String provider) {
        return DRIVERS.entrySet().stream()
                .filter(each -> each.getValue().equals(provider))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(provider);
    }

    static String state(MachineState state) {
        return switch (state) {
            case ACTIVE -> "Running";
            case STOPPED -> "Stopped";
            case NEW, CHANGING -> "Starting";
            case FAILED -> "Error";
        };
    }

    static String state(Machine machine) {
        return state(machine.state());
    }
}
