package belt.cli.operate;

import belt.cli.command.Call;
import belt.cli.term.ShellWords;
import belt.core.BeltException;
import belt.provider.Missing;
import belt.provider.ProviderType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a provider needs on the operator's own host: looked up before anything is made, installed only with consent.
///
/// @param packages packages whose installation would help
/// @param blocking what no package helps against
public record HostRequirements(List<String> packages, List<Missing> blocking) {
    public HostRequirements {
        packages = List.copyOf(packages);
        blocking = List.copyOf(blocking);
    }

    public static HostRequirements of(ProviderType provider) {
        var packages = new ArrayList<String>();
        var blocking = new ArrayList<Missing>();
        for (Missing missing : provider.preflight()) {
            if (missing.debianPackage().isEmpty()) {
                blocking.add(missing);
            } else if (!packages.contains(missing.debianPackage())) {
                packages.add(missing.debianPackage());
            }
        }
        return new HostRequirements(packages, blocking);
    }

    /// @throws BeltException.Refused if something is missing that no package helps against
    public void requireNoBlocker(Call call, ProviderType provider) {
        if (blocking.isEmpty()) {
            return;
        }
        Missing first = blocking.getFirst();
        boolean root = first.what().contains("root");
        throw new BeltException.Refused(
                        root ? OperateProblem.NEEDS_ROOT : OperateProblem.CANNOT_RUN_HERE,
                        "the provider "
                                + provider.name()
                                + " cannot work here: it needs "
                                + first.what())
                .withDetail(first.why())
                .withRemedy(root ? sudo(call) : first.fix());
    }

    /// Installs what is missing, if there is consent.
    public void ensurePackages(Call call) throws InterruptedException {
        if (packages.isEmpty()) {
            return;
        }
        call.out().say("packages to install on this host: " + String.join(", ", packages));
        call.prompt().confirm("Install " + packages.size() + " packages on this host?");
        installWithConsent(call);
    }

    /// Installs what is missing: the operator has said yes to a plan that names it.
    public void installWithConsent(Call call) throws InterruptedException {
        if (!packages.isEmpty()) {
            new PackageInstaller(call).install(packages);
            PackageRecord.of(call).add(packages);
        }
    }

    /// The line that does the same as root.
    public static String sudo(Call call) {
        Path launcher = call.io().home().resolve("belt");
        var words = new ArrayList<String>(List.of("sudo", launcher.toString()));
        words.addAll(List.of(call.spec().name().split(" ")));
        words.addAll(call.arguments());
        return ShellWords.join(words);
    }
}
