package belt.cli.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// A logger of {@link FileLoggers}.
final class FileLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final transient FileLoggers loggers;

    FileLogger(String name, FileLoggers loggers) {
        this.name = name;
        this.loggers = loggers;
    }

    @Override
    public boolean isTraceEnabled() {
        return loggers.wants(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return loggers.wants(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return loggers.wants(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return loggers.wants(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return loggers.wants(name, Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable cause) {
        String text = String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
        String thread = Thread.currentThread().getName();
        loggers.write(
                Instant.now() + " " + level + " [" + thread + "] " + name + ": " + text, cause);
    }
}
