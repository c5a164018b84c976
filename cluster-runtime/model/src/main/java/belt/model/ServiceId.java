package belt.model;

/// A service's id. 25 characters of `[0-9a-z]`.
public record ServiceId(String value) implements Comparable<ServiceId> {
    @Override
    public int compareTo(ServiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
