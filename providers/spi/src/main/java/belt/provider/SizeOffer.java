package belt.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A size that a provider offers.
///
/// @param size its name, memory and processors
/// @param diskBytes its disk; 0 if the provider does not say
/// @param price what a machine of it costs; null if the provider does not say
/// @param regions where it is offered; empty for everywhere
public record SizeOffer(
        MachineSize size, long diskBytes, @Nullable Price price, List<String> regions) {
    public SizeOffer {
        regions = List.copyOf(regions);
    }
}
