package belt.cli.creation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a machine is on its way from a wish to a node. A machine only ever goes on, unless it vanishes: then it is made
/// anew. Which of the later stages there are depends on the {@link Finish}; the last one is its goal.
public enum Stage {
    /// Nothing was asked of the provider, or what was asked changed nothing.
    PLANNED,
    /// It was asked for, and no complete reply came.
    REQUESTED,
    /// The provider told its id.
    ALLOCATED,
    /// It is active and has an address: the provider's part is done.
    ADDRESSED,
    /// It let us in, with the host key that is pinned.
    SSH_READY,
    /// Its first boot is over: cloud-init has ended.
    BOOT_DONE,
    /// Kernel settings were made and read back. Before the engine, which starts with them.
    TUNED,
    /// The engine answers, or none is wanted.
    ENGINE_READY,
    /// It is a node of the cluster.
    JOINED,
    /// Nothing is left to do.
    READY;

    /// As it stands in the journal and in tables: `ssh-ready`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The stage of this word.
    static Optional<Stage> find(String word) {
        for (Stage stage : values()) {
            if (stage.word().equals(word)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /// Whether a goal of this is that machines are made, and nothing more.
    public boolean isMade() {
        return compareTo(ADDRESSED) <= 0;
    }

    public boolean isAtLeast(Stage other) {
        return compareTo(other) >= 0;
    }

    /// The one after it; the last itself.
    public Stage next() {
        return Arrays.stream(values())
                .filter(stage -> stage.compareTo(this) > 0)
                .findFirst()
                .orElse(this);
    }
}
