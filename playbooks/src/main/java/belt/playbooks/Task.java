package belt.playbooks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One task of a play, checked but not yet filled in.
///
/// @param name as the author named it, or the module's name
/// @param module what it calls
/// @param arguments the module's arguments as written; a free text stands under `_raw`
/// @param control when, how often, as whom
/// @param place where it stands
record Task(
        String name,
        ModuleKind module,
        Map<String, @Nullable Object> arguments,
        Control control,
        Place place) {

    /// @param when all of them must hold
    /// @param register the name under which its result is kept
    /// @param loop the items, or an expression that gives them; null to run once
    /// @param changedWhen whether its result counts as a change
    /// @param become whether it runs as root
    /// @param ignoreErrors whether the play goes on when it fails
    record Control(
            List<String> when,
            Optional<String> register,
            @Nullable Object loop,
            List<String> changedWhen,
            boolean become,
            boolean ignoreErrors) {
        Control {
            when = List.copyOf(when);
            changedWhen = List.copyOf(changedWhen);
        }
    }
}
