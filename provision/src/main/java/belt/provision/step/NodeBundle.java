package belt.provision.step;

import belt.core.BeltException;
import belt.provision.ProvisionProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The archive with `beltd` and its Java runtime for one architecture.
///
/// @param archive a `.tar.gz` whose top holds `bin/`, `runtime/`, `lib/`
/// @param sha256 its checksum in hex
/// @param version the folder's name under `/opt/belt`
/// @param arch the architecture it is for, as `uname -m` says
public record NodeBundle(Path archive, String sha256, String version, String arch) {
    public NodeBundle {
        if (!version.matches("[A-Za-z0-9][A-Za-z0-9._+-]*") || version.equals("current")) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.BUNDLE_DAMAGED, "bundle version '" + version + "'");
        }
    }

    /// Reads the checksum from the file beside the archive (`<archive>.sha256`, as `sha256sum` writes it) and checks the
    /// archive against it.
    ///
    /// @throws BeltException.NotFound if one of them does not exist
    /// @throws BeltException.InvalidInput if they do not match
    public static NodeBundle open(Path archive, String version, String arch) {
        Path sums = archive.resolveSibling(archive.getFileName() + ".sha256");
        try {
            if (!Files.isReadable(archive) || !Files.isReadable(sums)) {
                throw new BeltException.NotFound(
                        ProvisionProblem.NO_BUNDLE, "no node bundle " + archive);
            }
            String said = Files.readString(sums, StandardCharsets.UTF_8).strip().split("\\s+")[0];
            String is = Checksum.ofFile(archive);
            if (!is.equals(said)) {
                throw new BeltException.InvalidInput(
                        ProvisionProblem.BUNDLE_DAMAGED,
                        archive
                                + " has checksum "
                                + is
                                + ", "
                                + sums.getFileName()
                                + " says "
                                + said);
            }
            return new NodeBundle(archive, is, version, arch);
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.BUNDLE_DAMAGED, "cannot read " + archive + ": " + e, e);
        }
    }
}
