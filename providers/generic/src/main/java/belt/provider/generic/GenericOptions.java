package belt.provider.generic;

import belt.core.BeltException;
import belt.provider.ProviderOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options of this provider, for a list of names.
///
/// @param addresses machine name → where its sshd listens
/// @param user the account to log in as
/// @param keyFile the private key's file; null for the cluster's own key or the agent
record GenericOptions(Map<String, Address> addresses, String user, @Nullable String keyFile) {
    private static final String ONE_ADDRESS = "address.";

    /// @throws BeltException.InvalidInput for what is no address or port
    static GenericOptions read(ProviderOptions options, List<String> names) {
        int port = Address.port(options.get("ssh-port", "22"));
        List<String> listed =
                Arrays.stream(options.get("address", "").split("[,\\s]+"))
                        .filter(each -> !each.isEmpty())
                        .toList();
        var addresses = new LinkedHashMap<String, Address>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<String> text = options.find(ONE_ADDRESS + name);
            if (text.isEmpty() && i < listed.size()) {
                text = Optional.of(listed.get(i));
            }
            if (text.isPresent()) {
                addresses.put(name, Address.parse(text.get()).withDefaultPort(port));
            }
        }
        return new GenericOptions(
                addresses,
                options.get("ssh-user", "root"),
                options.find("ssh-key").map(GenericOptions::key).orElse(null));
    }

    /// The same file from every folder.
    private static String key(String text) {
        Path file = Path.of(text).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new BeltException.InvalidInput(
                            GenericProblem.KEY, "the private key " + file + " cannot be read")
                    .withDetail(
                            Files.exists(file) ? "its rights forbid it" : "there is no such file");
        }
        return file.toString();
    }

    Address require(String name) {
        Address address = addresses.get(name);
        if (address == null) {
            throw new BeltException.InvalidInput(
                            GenericProblem.NO_ADDRESS, name + " has no address")
                    .withDetail(
                            addresses.size()
                                    + " addresses were given; the list is used in the order of the names");
        }
        return address;
    }
}
