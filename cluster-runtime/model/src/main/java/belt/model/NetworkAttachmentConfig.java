package belt.model;

import java.util.List;
import java.util.Map;

/// A wish to be on a network.
///
/// @param target network id or predefined name
/// @param aliases more names there
/// @param driverOptions driver options
public record NetworkAttachmentConfig(
        String target, List<String> aliases, Map<String, String> driverOptions) {
    public NetworkAttachmentConfig {
        aliases = List.copyOf(aliases);
        driverOptions = Map.copyOf(driverOptions);
    }
}
