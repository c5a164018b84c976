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
    UNKNOWN_REGION("provider.unknown-region", "Choose a region that the message names"),
    UNKNOWN_IMAGE("provider.unknown-image", "Choose an image that the message names"),
    SECRET_OPTION(
            "provider.secret-option",
            "Set the variable that the provider's page names, or add an account"),
    CREDENTIALS(
            "provider.credentials", "Check the token or key, and give it with belt account add"),
    QUOTA("provider.quota", "Ask the provider for a higher limit, or remove machines"),
    RATE_LIMITED("provider.rate-limited", "Run belt resume after a while"),
    UNAVAILABLE("provider.unavailable", "Look at the provider's status page, then run belt resume"),
    OUTCOME_UNKNOWN("provider.outcome-unknown", "Run belt resume: it looks at what was made"),
    NOT_FOUND("provider.not-found", "Look at what there is with belt ls"),
    NOT_OURS("provider.not-ours", "Remove it at the provider if it is really meant"),
    NOT_SUPPORTED("provider.not-supported", "Do this at the provider itself"),
    STILL_HAS_MACHINES("provider.still-has-machines", "Remove the machines first, with belt rm"),
    PROXY(
            "provider.proxy",
            "Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, or name the cloud in NO_PROXY"),
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
