package belt.provider.exec;

import java.util.Map;
import java.util.function.Consumer;

/// Something to ask a provider for.
///
/// @param method the word
/// @param params what belongs to it; may hold secrets, so never printed
/// @param changes whether it changes anything: then a lost answer means that the outcome is unknown
/// @param onEvent hears the provider's events of this request, from the thread that reads
record Request(String method, Map<String, ?> params, boolean changes, Consumer<Fields> onEvent) {
    static Request read(String method, Map<String, ?> params) {
        return new Request(method, params, false, _ -> {});
    }

    static Request change(String method, Map<String, ?> params) {
        return new Request(method, params, true, _ -> {});
    }

    @Override
    public String toString() {
        return method;
    }
}
