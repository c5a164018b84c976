package belt.cli.term;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Everything the command line has from the outside world. Commands read no environment, clock or system property
/// themselves, so that a test can run them in-process.
///
/// @param in the operator's answers
/// @param out results, for people and programs
/// @param err talk, progress, errors
/// @param terminals which of the three are terminals
/// @param env the environment
/// @param directory the working directory, absolute
/// @param home where belt is installed: the clone, or the unpacked distribution
/// @param clock the time
/// @param columns the terminal's width, asked only when it matters; 0 if unknown
public record Io(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminals terminals,
        Map<String, String> env,
        Path directory,
        Path home,
        InstantSource clock,
        IntSupplier columns) {

    /// An environment variable; empty if it is unset or empty.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
    }

    /// The operator's home directory.
    public Path userHome() {
        return Path.of(variable("HOME").orElse("/"));
    }

    /// A folder for belt under an XDG base directory.
    ///
    /// @param variable `XDG_STATE_HOME`, `XDG_CONFIG_HOME` or `XDG_CACHE_HOME`
    /// @param fallback where that is under the home directory when the variable is unset
    public Path xdg(String variable, String fallback) {
        return variable(variable)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> userHome().resolve(fallback))
                .resolve("belt");
    }

    /// Reads a path that the operator wrote: relative to the working directory, `~/` allowed.
    public Path path(String text) {
        return text.startsWith("~/")
                ? userHome().resolve(text.substring(2))
                : directory.resolve(text).normalize();
    }
}
