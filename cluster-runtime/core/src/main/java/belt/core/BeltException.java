package belt.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A failure that a person or a script is told about. Only these cross a module boundary; a library's own exceptions are
/// translated in the module that owns the library, with the cause kept. The category (the subclass) decides the exit
/// code, the {@link ProblemCode} the offline page, the message says who, what and the value seen.
///
/// Messages have no full stop and no "Error:" in front. Nobody may decide anything by matching a message's text.
public abstract sealed class BeltException extends RuntimeException {
    private final ProblemCode code;
    private @Nullable String detail;
    private @Nullable String remedy;

    private BeltException(ProblemCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The stable code of this failure.
    public ProblemCode code() {
        return code;
    }

    /// What belt found out by itself: the second line of the error, without indentation.
    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    /// One command that can be pasted, shown behind `try:`; empty if the code's own fix is the best we have.
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    /// Adds the second line.
    public BeltException withDetail(String line) {
        this.detail = line;
        return this;
    }

    /// Adds the command that helps.
    public BeltException withRemedy(String command) {
        this.remedy = command;
        return this;
    }

    /// The operation was carried out and failed. Exit 1.
    public static final class OperationFailed extends BeltException {
        public OperationFailed(ProblemCode code, String message) {
            super(code, message, null);
        }

        public OperationFailed(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// Flags, arguments or a file are wrong; nothing was changed. Exit 2.
    public static final class InvalidInput extends BeltException {
        public InvalidInput(ProblemCode code, String message) {
            super(code, message, null);
        }

        public InvalidInput(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// A token, key or certificate is missing or was refused. Exit 4.
    public static final class MissingCredentials extends BeltException {
        public MissingCredentials(ProblemCode code, String message) {
            super(code, message, null);
        }

        public MissingCredentials(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// What was named does not exist. Exit 5.
    public static final class NotFound extends BeltException {
        public NotFound(ProblemCode code, String message) {
            super(code, message, null);
        }

        public NotFound(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// It changed since we looked, exists already, or somebody else holds the lock. Exit 6.
    public static final class Conflict extends BeltException {
        public Conflict(ProblemCode code, String message) {
            super(code, message, null);
        }

        public Conflict(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// A provider, machine or manager does not answer. Exit 7.
    public static final class Unreachable extends BeltException {
        public Unreachable(ProblemCode code, String message) {
            super(code, message, null);
        }

        public Unreachable(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// The deadline passed and the work goes on without us. Exit 8.
    public static final class StillRunning extends BeltException {
        public StillRunning(ProblemCode code, String message) {
            super(code, message, null);
        }
    }

    /// Some nodes succeeded, some did not; none is forgotten. Exit 9.
    public static final class PartlyFailed extends BeltException {
        private final transient Map<String, List<String>> nodesByReason;

        /// @param nodesByReason the failed nodes grouped by why, in the order to show them
        public PartlyFailed(
                ProblemCode code, String message, Map<String, List<String>> nodesByReason) {
            super(code, message, null);
            this.nodesByReason = Map.copyOf(nodesByReason);
        }

        /// Reason → nodes that failed with it.
        public Map<String, List<String>> nodesByReason() {
            return nodesByReason;
        }
    }

    /// It would lose something, needs a confirmation that was not given, or needs rights that we do not have. Exit 10.
    public static final class Refused extends BeltException {
        public Refused(ProblemCode code, String message) {
            super(code, message, null);
        }

        public Refused(ProblemCode code, String message, Throwable cause) {
            super(code, message, cause);
        }
    }

    /// Something that must not happen. Exit 70.
    public static final class Bug extends BeltException {
        public Bug(String message, Throwable cause) {
            super(CoreProblem.INTERNAL, message, cause);
        }

        public Bug(String message) {
            super(CoreProblem.INTERNAL, message, null);
        }
    }
}
