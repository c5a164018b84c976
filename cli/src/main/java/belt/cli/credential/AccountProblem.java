package belt.cli.credential;

import belt.core.ProblemCode;

/// What can go wrong with accounts.
public enum AccountProblem implements ProblemCode {
    UNKNOWN("account.unknown", "Choose an account that belt account ls shows"),
    UNKNOWN_KEY("account.unknown-key", "Use a key that the message names"),
    EXISTS("account.exists", "Choose another name, or remove that account first"),
    IN_CLEAR(
            "account.secret-in-clear",
            "Give the place of the secret: env:NAME, file:PATH, command:WORDS or keyring:NAME"),
    NO_SECRET("account.no-secret", "Check the variable, file or command that the message names"),
    OPEN_FILE(
            "account.open-file",
            "Take the others' right to read it away with chmod 600, or use command:cat FILE"),
    BAD_NAME("account.bad-name", "Use letters, digits, dots, hyphens and underscores"),
    FILE("account.file", "Correct the file that the message names");

    private final String id;
    private final String fix;

    AccountProblem(String id, String fix) {
        this.id = id;
        this.fix = fix;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String fix() {
        return fix;
    }
}
