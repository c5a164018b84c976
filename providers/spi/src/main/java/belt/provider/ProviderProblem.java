package belt.provider;

import belt.core.ProblemCode;

/// What can go wrong with any provider.
public enum ProviderProblem implements ProblemCode {
    UNKNOWN_SIZE("provider.unknown-size", "Choose a size that the message names"),
    UNKNOWN_OPTION(
            "provider.unknown-option", "Choose an option that the provider's page describes"),
    BAD_NAME(
            "provider.bad-name",
            "Use letters, digits and hyphens in machine names, at most 63 characters"),
    STILL_HAS_MACHINES("provider.still-has-machines", "Remove the machines first, with belt rm"),
    RECORD(
            "provider.record",
            "Check that the cluster's folder is readable, writable and has space");

    private final String id;
    private final String fix;

    ProviderProblem(String id, String fix) {
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
