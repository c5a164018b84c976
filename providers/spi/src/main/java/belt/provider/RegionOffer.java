package belt.provider;

/// A place that a provider offers.
///
/// @param id the word for `--region`
/// @param name where that is, for people; may be empty
/// @param available whether new machines are taken there
public record RegionOffer(String id, String name, boolean available) {}
