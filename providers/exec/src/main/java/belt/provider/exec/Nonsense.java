package belt.provider.exec;

/// A provider said something that the protocol does not know. The message goes on where "provider NAME" ends.
final class Nonsense extends RuntimeException {
    private static final long serialVersionUID = 1;

    Nonsense(String what) {
        super(what);
    }

    Nonsense(String what, Throwable cause) {
        super(what, cause);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
