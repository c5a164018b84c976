package belt.pki;

import belt.core.ProblemCode;

/// What can go wrong with keys, certificates and join tokens.
public enum PkiProblem implements ProblemCode {
    TOKEN_MALFORMED(
            "pki.token-malformed",
            "Copy the whole token again from: belt swarm join-token worker (or manager)"),
    TOKEN_OTHER_CLUSTER(
            "pki.token-other-cluster",
            "Check the address, and take the token from a manager of the cluster that answers there"),
    CERTIFICATE_UNREADABLE(
            "pki.certificate-unreadable",
            "Restore the file from a copy, or let the node leave and join the cluster again"),
    KEY_MISMATCH(
            "pki.key-mismatch",
            "Restore key and certificate from the same copy, or let the node join the cluster again"),
    FOLDER_UNUSABLE(
            "pki.folder-unusable",
            "Give beltd room and rights in the folder that the message names, then start it again"),
    IDENTITY_MISSING(
            "pki.identity-missing", "Make a cluster with swarm init, or join one with a token"),
    REQUEST_REJECTED(
            "pki.request-rejected", "Let the node make a new certificate request with a P-256 key"),
    CA_REJECTED(
            "pki.ca-rejected",
            "Give a CA certificate together with its own ECDSA key (P-256, P-384 or P-521)"),
    CERTIFICATE_MISSING(
            "pki.certificate-missing",
            "Join the cluster first: this port is open to its members only"),
    WRONG_CLUSTER(
            "pki.wrong-cluster",
            "Check the address: the node behind it belongs to another cluster than this one"),
    WRONG_ROLE("pki.wrong-role", "Promote the node first, or connect to a manager"),
    EXPIRED(
            "pki.expired",
            "Check the clocks of both nodes; a node whose certificate has run out joins again with a token"),
    NOT_YET_VALID("pki.not-yet-valid", "Set the clocks of both nodes right, then try again"),
    UNTRUSTED(
            "pki.untrusted",
            "Let the node join again with a token: its certificate is not signed by this cluster's CA"),
    REMOVED(
            "pki.removed",
            "Let the node leave by force and join again with a token: it was removed from the cluster");

    private final String id;
    private final String fix;

    PkiProblem(String id, String fix) {
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
