package belt.core;

/// What can go wrong, as a stable code. Each module has one enum of these; a test walks them all: the id is unique,
/// the fix is one line that starts with a verb, and `docs/errors.md` has a section for it.
public interface ProblemCode {
    /// Stable, lower-case, `area.what-happened`, for example `ssh.host-key-changed`. Shown in brackets behind the message.
    String id();

    /// One line, starting with a verb, that says what usually helps. Shown by `belt help CODE`, and as `try:` where the
    /// failure itself names no better command.
    String fix();
}
