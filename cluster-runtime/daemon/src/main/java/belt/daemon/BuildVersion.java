package belt.daemon;

/// The version of this build.
final class BuildVersion {
    private BuildVersion() {}

    /// From the jar's manifest; `dev` when it runs from class files.
    static String text() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
