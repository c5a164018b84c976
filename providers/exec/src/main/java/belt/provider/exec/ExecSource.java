package belt.provider.exec;

import belt.provider.ProviderSource;
import belt.provider.ProviderType;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds executables called `belt-provider-NAME`, in the folders of `BELT_PROVIDER_PATH` first, then of `PATH`. Only
/// absolute folders count: whoever may write into the working directory must not become a provider.
public final class ExecSource implements ProviderSource {
    private static final Logger LOG = LoggerFactory.getLogger(ExecSource.class);
    private static final String PREFIX = "belt-provider-";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    @Override
    public Optional<ProviderType> find(String name, Map<String, String> environment) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        for (Path folder : folders(environment)) {
            Path file = folder.resolve(PREFIX + name);
            if (isProgram(file)) {
                return Optional.of(new ExecType(name, file, environment));
            }
        }
        return Optional.empty();
    }

    @Override
    public SequencedMap<String, Path> places(Map<String, String> environment) {
        var places = new TreeMap<String, Path>();
        for (Path folder : folders(environment)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
                for (Path file : files) {
                    String name = file.getFileName().toString().substring(PREFIX.length());
                    if (NAME.matcher(name).matches() && isProgram(file)) {
                        places.putIfAbsent(name, file);
                    }
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be listed: {}", folder, e.toString()); // as every shell does
            }
        }
        return places;
    }

    private static List<Path> folders(Map<String, String> environment) {
        var folders = new ArrayList<Path>();
        for (String variable : List.of("BELT_PROVIDER_PATH", "PATH")) {
            for (String text : environment.getOrDefault(variable, "").split(File.pathSeparator)) {
                if (text.startsWith("/") && text.indexOf('\0') < 0) {
                    Path folder = Path.of(text).normalize();
                    if (!folders.contains(folder) && Files.isDirectory(folder)) {
                        folders.add(folder);
                    }
                }
            }
        }
        return folders;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
