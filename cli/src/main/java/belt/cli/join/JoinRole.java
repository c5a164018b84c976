package belt.cli.join;

import java.util.Locale;

/// What machines join as.
public enum JoinRole {
    WORKER,
    /// Waits for an operator's approval.
    MANAGER;

    /// As it stands on the command line and in the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
