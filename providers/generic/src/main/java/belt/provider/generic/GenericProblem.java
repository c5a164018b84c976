package belt.provider.generic;

import belt.core.ProblemCode;

/// What can go wrong with machines that exist already.
public enum GenericProblem implements ProblemCode {
    NO_ADDRESS(
            "generic.no-address",
            "Give an address per machine with --define address=HOST or --define address.NAME=HOST"),
    KEY(
            "generic.key-unreadable",
            "Name a private key that you may read, or none for the cluster's"),
    BAD_ADDRESS("generic.bad-address", "Write an address as HOST, HOST:PORT or [IPV6]:PORT");

    private final String id;
    private final String fix;

    GenericProblem(String id, String fix) {
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
