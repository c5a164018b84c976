package belt.playbooks.jinja;

import belt.playbooks.PlaybookProblem;

/// Something in an expression or template that is wrong, or not supported. Stays inside the module: whoever knows the
/// file and the place turns it into a problem for people.
public final class JinjaException extends RuntimeException {
    private final PlaybookProblem problem;
    private final int offset;

    /// @param offset where, in characters from the start of the text; -1 if unknown
    public JinjaException(PlaybookProblem problem, int offset, String message) {
        super(message);
        this.problem = problem;
        this.offset = offset;
    }

    public PlaybookProblem problem() {
        return problem;
    }

    public int offset() {
        return offset;
    }

    static JinjaException wrong(int offset, String message) {
        return new JinjaException(PlaybookProblem.EXPRESSION, offset, message);
    }

    static JinjaException unsupported(int offset, String what) {
        return new JinjaException(
                PlaybookProblem.NOT_SUPPORTED, offset, what + " is not supported by belt");
    }
}
