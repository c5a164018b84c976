package belt.provider.local;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.MachineSize;
import belt.provider.ProviderOptions;
import belt.provider.ProviderProblem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A batch to create, checked.
///
/// @param cluster the cluster's name
/// @param folder the cluster's folder
/// @param init the option `init`
/// @param batch what to make
/// @param size the size, read
record LocalRequest(
        String cluster,
        ClusterFolder folder,
        MachineRecord.Init init,
        Batch batch,
        MachineSize size) {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

    /// Checks names, places and image.
    ///
    /// @return the image's name
    static String check(CreateRequest request, LocalHost host) {
        for (String name : request.names()) {
            if (!NAME.matcher(name).matches()) {
                throw new BeltException.InvalidInput(
                        ProviderProblem.BAD_NAME, name + " cannot be a machine's host name");
            }
        }
        checkRegion(request.spec().region());
        request.regions().forEach(LocalRequest::checkRegion);
        String image = host.preflight().image();
        String asked = request.spec().image();
        if (!List.of("", image).contains(asked)) {
            throw new BeltException.InvalidInput(
                    LocalProblem.IMAGE, "provider local has no image " + asked + ", only " + image);
        }
        String userData = request.spec().userData();
        if (!userData.isEmpty() && !userData.startsWith("#!")) {
            throw new BeltException.InvalidInput(
                    LocalProblem.USER_DATA,
                    "local machines have no cloud-init: their user data has to be a script");
        }
        return image;
    }

    static MachineRecord.Init init(ProviderOptions options) {
        return switch (options.get("init", "tini").toLowerCase(Locale.ROOT)) {
            case "tini" -> MachineRecord.Init.TINI;
            case "systemd" -> MachineRecord.Init.SYSTEMD;
            default -> throw options.bad("init", "it is tini or systemd");
        };
    }

    private static void checkRegion(String region) {
        if (!List.of("", LocalType.NAME).contains(region)) {
            throw new BeltException.InvalidInput(
                    ProviderProblem.UNKNOWN_REGION,
                    "provider local has no region " + region + ": all machines are on this host");
        }
    }
}
