package belt.provider.selftest;

import belt.provider.ProviderContext;
import java.util.List;

/// A kind of provider that has promises of its own beside the contract's.
public interface SelfTested {
    /// Its own steps; they make no machines.
    List<Step> steps(ProviderContext context);
}
