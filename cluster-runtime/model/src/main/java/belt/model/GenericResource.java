package belt.model;

/// A countable or named resource of a node, or a request for one.
///
/// @param kind for example `GPU`
/// @param value the name of one named resource; empty for counted ones
/// @param count how many; 0 for named ones
public record GenericResource(String kind, String value, long count) {}
