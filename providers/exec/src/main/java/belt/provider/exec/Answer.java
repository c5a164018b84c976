package belt.provider.exec;

/// What a provider answered to a request.
sealed interface Answer {
    /// It did what was asked.
    record Result(Fields fields) implements Answer {}

    /// It did not, and says why: `kind`, `message`, `detail`, `retryAfterSeconds`.
    record Declined(Fields error) implements Answer {}

    /// Reads an answer.
    ///
    /// @throws Nonsense unless it has exactly one of `result` and `error`
    static Answer of(Fields line) {
        boolean error = line.has("error");
        if (error == line.has("result")) {
            throw new Nonsense(
                    "answered with "
                            + (error ? "both" : "neither")
                            + " a result "
                            + (error ? "and" : "nor")
                            + " an error");
        }
        String at = error ? "error" : "result";
        Fields value = Fields.of(at, line.members().get(at));
        return error ? new Declined(value) : new Result(value);
    }
}
