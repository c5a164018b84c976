package belt.model;

/// How a service's name resolves.
public enum EndpointMode {
    VIP,
    DNSRR
}
