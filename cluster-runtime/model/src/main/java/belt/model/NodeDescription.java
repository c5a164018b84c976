package belt.model;

/// What a node says of itself when it connects.
///
/// @param hostname its name
/// @param platform its machine and system
/// @param resources what it has
/// @param engine its container engine
/// @param tls who issued its certificate
/// @param beltVersion version of its beltd
public record NodeDescription(
        String hostname,
        Platform platform,
        Resources resources,
        EngineDescription engine,
        TlsInfo tls,
        String beltVersion) {
    /// @param trustRoot the root in PEM
    /// @param issuerSubject DER in base 64
    /// @param issuerPublicKey DER in base 64
    public record TlsInfo(String trustRoot, String issuerSubject, String issuerPublicKey) {}
}
