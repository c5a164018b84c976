package belt.model;

/// A node's id: the CN of its certificate. 25 characters of `[0-9a-z]`.
public record NodeId(String value) implements Comparable<NodeId> {
    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
