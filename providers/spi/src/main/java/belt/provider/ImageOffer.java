package belt.provider;

/// An image that a provider offers.
///
/// @param id the word for `--image`
/// @param name what it is, for people
public record ImageOffer(String id, String name) {}
