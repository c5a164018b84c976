package belt.model;

/// A cluster's id: the O of every node certificate. 25 characters of `[0-9a-z]`.
public record ClusterId(String value) implements Comparable<ClusterId> {
    @Override
    public int compareTo(ClusterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
