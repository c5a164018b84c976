package belt.model;

import java.util.Map;

/// @param name for example `json-file`
/// @param options the driver's options
public record LogDriver(String name, Map<String, String> options) {
    public LogDriver {
        options = Map.copyOf(options);
    }
}
