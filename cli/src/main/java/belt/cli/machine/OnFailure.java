package belt.cli.machine;

/// What becomes of machines that are there when others of the same create could not be made.
enum OnFailure {
    /// They are removed.
    ROLLBACK,
    /// They stay, and `belt resume` makes the others.
    KEEP,
    /// The operator says, where there is a terminal; else they stay.
    ASK
}
