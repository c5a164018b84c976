package belt.cli.operate;

import belt.provider.CreateRequest;
import java.util.Map;

/// Machines that are wanted, and where from.
///
/// @param provider the provider's name
/// @param request what is wanted
/// @param options provider options; no secrets
/// @param command the command that wants them, for `belt resume` to know what comes after: `create`, `up`
public record Order(
        String provider, CreateRequest request, Map<String, String> options, String command) {
    public Order {
        options = Map.copyOf(options);
    }
}
