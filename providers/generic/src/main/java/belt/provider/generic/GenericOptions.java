package belt.provider.generic;

import belt.core.BeltException;
import belt.provider.CreateRequest;
import belt.provider.Nearest;
import belt.provider.ProviderProblem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of this provider. Docker Machine's spellings mean the same.
///
/// @param addresses machine name → where its sshd listens
/// @param user the account to log in as
/// @param keyFile the private key's file; null for the cluster's own key or the agent
record GenericOptions(Map<String, Address> addresses, String user, @Nullable String keyFile) {
    private static final String ADDRESS = "address";
    private static final String ONE_ADDRESS = "address.";
    private static final int SSH_PORT = 22;
    private static final Map<String, String> OTHER_SPELLINGS =
            Map.of(
                    "generic-ip-address", ADDRESS,
                    "generic-ssh-user", "ssh-user",
                    "generic-ssh-port", "ssh-port",
                    "generic-ssh-key", "ssh-key");
    private static final List<String> KNOWN = List.of(ADDRESS, "ssh-user", "ssh-port", "ssh-key");

    /// @throws BeltException.InvalidInput for an unknown option, or a machine without an address
    static GenericOptions read(CreateRequest request) {
        var options = new LinkedHashMap<String, String>();
        request.options().forEach((key, value) -> options.put(known(key), value));
        int port = Address.port(options.getOrDefault("ssh-port", Integer.toString(SSH_PORT)));
        List<String> listed =
                Arrays.stream(options.getOrDefault(ADDRESS, "").split("[,\\s]+"))
                        .filter(each -> !each.isEmpty())
                        .toList();
        var addresses = new LinkedHashMap<String, Address>();
        for (int i = 0; i < request.names().size(); i++) {
            String name = request.names().get(i);
            String text = options.get(ONE_ADDRESS + name);
            if (text == null && i < listed.size()) {
                text = listed.get(i);
            }
            if (text != null) {
                addresses.put(name, Address.parse(text).withDefaultPort(port));
            }
        }
        return new GenericOptions(
                addresses, options.getOrDefault("ssh-user", "root"), options.get("ssh-key"));
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

    private static String known(String key) {
        String ours = OTHER_SPELLINGS.getOrDefault(key, key);
        if (KNOWN.contains(ours) || ours.startsWith(ONE_ADDRESS)) {
            return ours;
        }
        List<String> nearest = Nearest.of(key, KNOWN);
        throw new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_OPTION, "provider generic has no option " + key)
                .withDetail(
                        nearest.isEmpty()
                                ? "it has " + String.join(", ", KNOWN)
                                : "did you mean " + String.join(", ", nearest));
    }
}
