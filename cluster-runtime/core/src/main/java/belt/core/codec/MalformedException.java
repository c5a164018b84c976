package belt.core.codec;

/// Bytes that are not what they should be. Caught and translated by whoever knows where the bytes came from.
public final class MalformedException extends RuntimeException {
    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
