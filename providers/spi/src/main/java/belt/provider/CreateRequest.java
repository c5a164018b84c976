package belt.provider;

import java.util.List;

/// What to make.
///
/// @param names machine names, already expanded, each once
/// @param spec what each is to be like, in the operator's words
/// @param regions places to spread them over, in turn; empty for {@link MachineSpec#region} alone
public record CreateRequest(List<String> names, MachineSpec spec, List<String> regions) {
    public CreateRequest {
        names = List.copyOf(names);
        regions = List.copyOf(regions);
    }

    /// All in one place.
    public static CreateRequest of(List<String> names, MachineSpec spec) {
        return new CreateRequest(names, spec, List.of());
    }

    public CreateRequest withSpec(MachineSpec other) {
        return new CreateRequest(names, other, regions);
    }
}
