package belt.cli.log;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Makes loggers that write to the log file, and to stderr too under `-vv`.
public final class FileLoggers implements ILoggerFactory {
    private static final List<String> TELLING =
            List.of(
                    "com.myjeeva.",
                    "org.apache.hc.client5.http.",
                    "org.apache.http.",
                    "software.amazon.awssdk.");

    private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final LogFile file;
    private volatile @Nullable PrintStream echo;

    FileLoggers(LogFile file) {
        this.file = file;
    }

    /// From now on everything down to debug is shown on this stream too.
    public void echoTo(PrintStream stream) {
        echo = stream;
    }

    /// Where the log is.
    public LogFile file() {
        return file;
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, each -> new FileLogger(each, this));
    }

    /// Libraries that log what they send, tokens among it, are never heard below info.
    boolean wants(String name, Level level) {
        return level.toInt() >= Level.INFO.toInt()
                || echo != null && level != Level.TRACE && !tellsSecrets(name);
    }

    private static boolean tellsSecrets(String name) {
        return TELLING.stream().anyMatch(name::startsWith);
    }

    void write(String line, @Nullable Throwable cause) {
        file.append(line, cause);
        PrintStream stream = echo;
        if (stream != null) {
            stream.println(line);
            if (cause != null) {
                cause.printStackTrace(stream);
            }
        }
    }
}
