package belt.daemon;

import belt.core.BeltException;
import belt.core.Secret;
import belt.pki.JoinToken;
import belt.store.Store;
import belt.transport.Downloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// The node bundles that this manager hands out to machines with a ticket: files in the folder `bundles` of the state
/// folder, each named by the SHA-256 of its bytes, at `/bundle/<sha256>`.
///
/// @param folder where they are
/// @param store knows the tickets
/// @param clock tells whether a ticket has expired
record BundleShelf(Path folder, Store store, InstantSource clock) implements Downloads {
    private static final String PREFIX = "/bundle/";

    static BundleShelf of(DaemonConfig config, Store store, InstantSource clock) {
        return new BundleShelf(config.stateDir().resolve("bundles"), store, clock);
    }

    @Override
    public Optional<Path> find(String path, Secret bearer) throws NotAllowed {
        requireTicket(bearer);
        String digest = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
        return digest.matches("[0-9a-f]{64}")
                ? Optional.of(folder.resolve(digest)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    private void requireTicket(Secret bearer) throws NotAllowed {
        try {
            String id = JoinToken.parse(bearer).id();
            boolean valid =
                    store.read(view -> view.ticket(id))
                            .filter(ticket -> clock.instant().isBefore(ticket.expires()))
                            .filter(ticket -> !ticket.usedUp())
                            .isPresent();
            if (valid) {
                return;
            }
        } catch (BeltException.InvalidInput e) {
            throw new NotAllowed("no join ticket came with the request");
        }
        throw new NotAllowed("the join ticket is not known, used up, or has expired");
    }
}
