package belt.provider.local;

import belt.core.BeltException;
import belt.provider.CreateRequest;
import belt.provider.Nearest;
import belt.provider.ProviderProblem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A request to create, checked.
///
/// @param request as it came
/// @param folder the cluster's folder
/// @param init the option `init`
/// @param image what the machines' image is called
record LocalRequest(
        CreateRequest request, ClusterFolder folder, MachineRecord.Init init, String image) {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");
    private static final List<String> OPTIONS = List.of("init");

    static LocalRequest read(CreateRequest request, LocalHost host) {
        for (String name : request.names()) {
            if (!NAME.matcher(name).matches()) {
                throw new BeltException.InvalidInput(
                        ProviderProblem.BAD_NAME, name + " cannot be a machine's host name");
            }
        }
        String image = host.preflight().image();
        if (!request.image().isEmpty() && !request.image().equals(image)) {
            throw new BeltException.InvalidInput(
                    LocalProblem.IMAGE,
                    "provider local has no image " + request.image() + ", only " + image);
        }
        request.options().keySet().forEach(LocalRequest::checkOption);
        return new LocalRequest(
                request, ClusterFolder.of(request.stateDir()), init(request.options()), image);
    }

    private static void checkOption(String option) {
        if (!OPTIONS.contains(option)) {
            List<String> nearest = Nearest.of(option, OPTIONS);
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_OPTION,
                            "provider local has no option " + option)
                    .withDetail(
                            "it has " + String.join(", ", nearest.isEmpty() ? OPTIONS : nearest));
        }
    }

    private static MachineRecord.Init init(Map<String, String> options) {
        String text = options.getOrDefault("init", "tini");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tini" -> MachineRecord.Init.TINI;
            case "systemd" -> MachineRecord.Init.SYSTEMD;
            default ->
                    throw new BeltException.InvalidInput(
                                    ProviderProblem.UNKNOWN_OPTION,
                                    "option init of provider local is " + text)
                            .withDetail("it is tini or systemd");
        };
    }
}
