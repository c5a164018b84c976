package belt.cli.operate;

import belt.cli.command.Call;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Remembers which packages belt has installed on this host, so that it can name them. In the operator's state folder.
///
/// @param file one package a line
public record PackageRecord(Path file) {
    public static PackageRecord of(Call call) {
        return new PackageRecord(
                call.io().xdg("XDG_STATE_HOME", ".local/state").resolve("packages"));
    }

    public List<String> packages() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    void add(Collection<String> installed) {
        var all = new TreeSet<>(packages());
        all.addAll(installed);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, all);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    OperateProblem.PACKAGES,
                    "cannot note the installed packages in " + file + ": " + e.getMessage(),
                    e);
        }
    }
}
