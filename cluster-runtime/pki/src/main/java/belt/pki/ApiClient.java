package belt.pki;

/// Who calls the Docker API over TLS.
public sealed interface ApiClient {
    /// A person or a script with a certificate of the operator CA.
    record OfOperator(Operator operator) implements ApiClient {}

    /// A manager of the cluster that forwards somebody's request to us.
    record OfManager(Member member) implements ApiClient {}
}
