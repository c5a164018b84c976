package belt.cli.join;

import belt.provider.MachineSpec;

/// Puts belt's first-boot script and the operator's own user data together. A script of the operator's is carried inside
/// belt's; anything else, such as `#cloud-config`, goes beside it as a part of its own, in the MIME form that cloud-init
/// reads.
final class UserDataParts {
    private static final String BOUNDARY = "belt-8f2d1c07";

    private UserDataParts() {}

    static String of(String script, MachineSpec wish) {
        String own = wish.userData();
        if (own.isEmpty() || own.startsWith("#!")) {
            return script;
        }
        return """
        Content-Type: multipart/mixed; boundary="%1$s"
        MIME-Version: 1.0

        --%1$s
        Content-Type: %2$s; charset="utf-8"

        %3$s
        --%1$s
        Content-Type: text/x-shellscript; charset="utf-8"

        %4$s
        --%1$s--
        """
                .formatted(BOUNDARY, type(own), own.strip(), script.strip());
    }

    /// cloud-init's own names for what a document begins with.
    private static String type(String document) {
        String first = document.lines().findFirst().orElse("").strip();
        return switch (first) {
            case "#cloud-config" -> "text/cloud-config";
            case "#cloud-boothook" -> "text/cloud-boothook";
            case "#include" -> "text/x-include-url";
            case "## template: jinja" -> "text/jinja2";
            default -> "text/plain";
        };
    }
}
