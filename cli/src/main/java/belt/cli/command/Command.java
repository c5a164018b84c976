package belt.cli.command;

/// One command of the tree. An implementation is one small class: options as final fields, a description, the work.
/// Failures leave as {@link belt.core.BeltException}; the dispatch prints them and chooses the exit code.
public interface Command {
    /// What it is called, takes and does.
    Spec spec();

    /// Does it.
    ///
    /// @return the exit code, nearly always {@link Exit#DONE}
    /// @throws InterruptedException if the operator ended it
    int run(Call call) throws InterruptedException;
}
