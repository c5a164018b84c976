package belt.cli.operate;

import belt.cli.creation.Finish;
import belt.provider.CreateRequest;
import java.util.Map;

/// Machines that are wanted, and where from.
///
/// @param provider the provider's name
/// @param request what is wanted
/// @param options provider options; no secrets
/// @param command the command that wants them: `create`, `up`
/// @param finish what comes once they have their addresses, see {@link belt.cli.creation.Finish#details}
public record Order(
        String provider,
        CreateRequest request,
        Map<String, String> options,
        String command,
        Map<String, String> finish) {
    public Order {
        options = Map.copyOf(options);
        finish = Map.copyOf(finish);
    }

    /// The same machines, brought to another end.
    public Order finishedBy(Finish other) {
        return new Order(provider, request, options, command, other.details());
    }

    /// The same with other provider options.
    public Order withOptions(Map<String, String> other) {
        return new Order(provider, request, other, command, finish);
    }
}
