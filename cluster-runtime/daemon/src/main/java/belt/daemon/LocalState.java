package belt.daemon;

/// A node's standing towards its cluster, as `docker info` shows it in lower case.
///
/// @param kind in no cluster, on the way in, in one, or in trouble
/// @param error what the trouble is; empty otherwise
record LocalState(Kind kind, String error) {
    enum Kind {
        INACTIVE,
        PENDING,
        ACTIVE,
        ERROR
    }

    static final LocalState INACTIVE = new LocalState(Kind.INACTIVE, "");
    static final LocalState PENDING = new LocalState(Kind.PENDING, "");
    static final LocalState ACTIVE = new LocalState(Kind.ACTIVE, "");

    static LocalState error(String text) {
        return new LocalState(Kind.ERROR, text);
    }
}
