package belt.provider;

/// Something that a provider needs and did not find.
///
/// @param what what is missing, for example `the package openssh-server`, `root`
/// @param why what it is needed for
/// @param fix one command or change that helps
/// @param debianPackage the package whose installation helps; empty if no package does
public record Missing(String what, String why, String fix, String debianPackage) {}
