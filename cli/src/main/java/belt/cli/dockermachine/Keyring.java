package belt.cli.dockermachine;

import belt.client.Credentials;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// With whose certificates machines are asked, each read once for all of them: reading costs more than asking.
final class Keyring {
    private final Map<Optional<Path>, Credentials> read = new HashMap<>();

    /// @throws belt.core.BeltException.MissingCredentials if they cannot be had
    synchronized Credentials of(Endpoint endpoint) {
        Optional<Path> folder = endpoint.imported();
        Credentials known = read.get(folder);
        if (known == null) {
            known = Credentials.read(endpoint.certificates());
            read.put(folder, known);
        }
        return known;
    }
}
