package belt.model;

/// Transport protocol of a port.
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
