package belt.provider.exec;

import belt.provider.Capability;
import belt.provider.Missing;
import belt.provider.ProviderOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How a provider describes itself.
///
/// @param version its own, for people
/// @param capabilities those that we know
/// @param unknown the words among its capabilities that we do not know
/// @param options its options
/// @param required keys of secret options that must be there
/// @param exported keys of options that it wants in its environment, under their first variable
/// @param environment variables of the operator's that it wants to see
/// @param missing what it lacks on this host
/// @param prepares whether it has anything to do before a create
/// @param concurrent how many requests it takes at once
/// @param silence how long a request may take without an answer or event
record Hello(
        String version,
        Set<Capability> capabilities,
        List<String> unknown,
        List<ProviderOption> options,
        Set<String> required,
        Set<String> exported,
        List<String> environment,
        List<Missing> missing,
        boolean prepares,
        int concurrent,
        Duration silence) {
    /// The version of the protocol that this belt speaks.
    static final int PROTOCOL = 1;

    private static final long MOST_SECONDS = 3600;

    /// Reads a description.
    ///
    /// @throws Nonsense if it is none
    static Hello of(Fields from, Limits limits) {
        if (from.number("protocol", 0) != PROTOCOL) {
            throw new Nonsense(
                    "chose the protocol "
                            + from.number("protocol", 0)
                            + ", not one of ["
                            + PROTOCOL
                            + "]");
        }
        var known = EnumSet.noneOf(Capability.class);
        var unknown = new ArrayList<String>();
        for (String word : from.texts("capabilities")) {
            List<Capability> same =
                    EnumSet.allOf(Capability.class).stream()
                            .filter(each -> each.word().equals(word))
                            .toList();
            known.addAll(same);
            if (same.isEmpty()) {
                unknown.add(word);
            }
        }
        var required = new HashSet<String>();
        var exported = new HashSet<String>();
        for (Fields option : from.objects("options")) {
            if (option.flag("required")) {
                required.add(option.text("key"));
            }
            if (option.flag("export")) {
                exported.add(option.text("key"));
            }
        }
        long seconds = from.number("silenceSeconds", limits.silence().toSeconds());
        return new Hello(
                from.text("version", ""),
                known,
                List.copyOf(unknown),
                from.objects("options").stream().map(Hello::option).toList(),
                required,
                exported,
                from.texts("environment"),
                from.objects("missing").stream().map(Hello::missing).toList(),
                from.flag("prepares"),
                Math.max(1, from.count("concurrent", 1)),
                from.has("silenceSeconds")
                        ? Duration.ofSeconds(Math.clamp(seconds, 1, MOST_SECONDS))
                        : limits.silence());
    }

    private static ProviderOption option(Fields from) {
        String key = from.text("key");
        if (!key.matches("[a-z0-9][a-z0-9.-]*[*]?")) {
            throw new Nonsense(
                    "sent " + from.at() + ".key that is no key (a-z, 0-9, - and .): " + key);
        }
        if (from.flag("export") && from.texts("environment").isEmpty()) {
            throw new Nonsense(
                    "wants option " + key + " exported, but names no environment for it");
        }
        return new ProviderOption(
                key,
                from.text("flag", ""),
                from.texts("environment"),
                from.text("default", ""),
                from.text("meaning"),
                from.flag("secret"));
    }

    private static Missing missing(Fields from) {
        return new Missing(
                from.text("what"),
                from.text("why", ""),
                from.text("fix", ""),
                from.text("debianPackage", ""));
    }
}
