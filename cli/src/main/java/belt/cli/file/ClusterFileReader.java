package belt.cli.file;

import belt.cli.command.Providers;
import belt.core.BeltException;
import belt.core.ByteSize;
import belt.core.NodePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a cluster's file. Every complaint names the line and the column, unknown keys the nearest known one.
public final class ClusterFileReader {
    private static final List<String> TOP = List.of("cluster", "provider", "machines", "services");
    private static final List<String> MACHINE =
            List.of(
                    "name",
                    "role",
                    "size",
                    "provider",
                    "region",
                    "image",
                    "engine",
                    "labels",
                    "options");
    private static final List<String> SERVICE =
            List.of(
                    "image",
                    "command",
                    "runtime",
                    "replicas",
                    "mode",
                    "ports",
                    "env",
                    "constraints",
                    "labels",
                    "memory",
                    "cpus");
    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_-]*";

    private ClusterFileReader() {}

    /// @throws BeltException.InvalidInput if the file cannot be read or says something that cannot be
    public static ClusterFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new BeltException.InvalidInput(
                    FileProblem.UNREADABLE, "file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    FileProblem.UNREADABLE,
                    "file " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /// @param label what to call the text in messages
    public static ClusterFile parse(String label, String text) {
        YamlPart root = YamlPart.of(label, text);
        Map<String, YamlPart> top = root.entries(TOP);
        String name = YamlPart.require(top, "cluster", root).read(ClusterFileReader::name);
        String provider =
                top.containsKey("provider")
                        ? Providers.recorded(part(top, "provider").text())
                        : "local";
        var machines = new ArrayList<ClusterFile.Machines>();
        for (YamlPart part : YamlPart.require(top, "machines", root).elements()) {
            machines.add(machines(part, provider));
        }
        refuseTwice(machines, root);
        var services = new ArrayList<ServiceWish>();
        if (top.containsKey("services")) {
            part(top, "services")
                    .entries(List.of())
                    .forEach((key, part) -> services.add(service(key, part)));
        }
        var file = new ClusterFile(name, machines, services);
        if (file.managers() == 0) {
            throw YamlPart.require(top, "machines", root)
                    .bad(FileProblem.BAD_VALUE, "no machine has the role manager")
                    .withDetail(
                            "write role: manager at one group of machines; 1, 3 or 5 managers make sense");
        }
        return file;
    }

    private static YamlPart part(Map<String, YamlPart> entries, String key) {
        YamlPart part = entries.get(key);
        if (part == null) {
            throw new IllegalStateException(key + " was looked for before");
        }
        return part;
    }

    private static String name(String text) {
        if (!text.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a name has letters, digits, - and _, and begins with a letter or digit");
        }
        return text;
    }

    private static ClusterFile.Machines machines(YamlPart part, String provider) {
        Map<String, YamlPart> keys = part.entries(MACHINE);
        List<String> names =
                YamlPart.require(keys, "name", part)
                        .read(text -> NodePattern.expandAll(List.of(text), NodePattern.LIMIT));
        return new ClusterFile.Machines(
                names,
                keys.containsKey("role") && part(keys, "role").read(ClusterFileReader::isManager),
                keys.containsKey("provider")
                        ? Providers.recorded(part(keys, "provider").text())
                        : provider,
                keys.containsKey("size") ? part(keys, "size").text() : "1gb",
                keys.containsKey("region") ? part(keys, "region").text() : "",
                keys.containsKey("image") ? part(keys, "image").text() : "",
                !keys.containsKey("engine")
                        || part(keys, "engine").read(ClusterFileReader::yesOrNo),
                keys.containsKey("labels") ? part(keys, "labels").texts() : Map.of(),
                keys.containsKey("options") ? part(keys, "options").texts() : Map.of(),
                part.where());
    }

    private static void refuseTwice(List<ClusterFile.Machines> groups, YamlPart root) {
        var seen = new HashMap<String, String>();
        for (ClusterFile.Machines group : groups) {
            for (String name : group.names()) {
                String before = seen.put(name, group.where());
                if (before != null) {
                    throw root.bad(
                            FileProblem.BAD_VALUE,
                            "the machine "
                                    + name
                                    + " is named twice, at "
                                    + before
                                    + " and "
                                    + group.where());
                }
            }
        }
    }

    private static boolean isManager(String text) {
        return switch (text) {
            case "manager" -> true;
            case "worker" -> false;
            default -> throw new IllegalArgumentException("neither manager nor worker");
        };
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true", "yes" -> true;
            case "false", "no", "none" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static ServiceWish service(String name, YamlPart part) {
        Map<String, YamlPart> keys = part.entries(SERVICE);
        boolean exec =
                keys.containsKey("runtime")
                        && part(keys, "runtime").read(ClusterFileReader::isExec);
        if (!exec) {
            YamlPart.require(keys, "image", part);
        } else {
            YamlPart.require(keys, "command", part);
        }
        if (!name.matches(NAME)) {
            throw part.bad(
                    FileProblem.BAD_VALUE,
                    "'" + name + "' is no service name: letters, digits, - and _");
        }
        boolean global =
                keys.containsKey("mode") && part(keys, "mode").read(ClusterFileReader::isGlobal);
        return new ServiceWish(
                name,
                exec,
                keys.containsKey("image") ? part(keys, "image").text() : "",
                keys.containsKey("command") ? command(part(keys, "command")) : List.of(),
                global,
                keys.containsKey("replicas") ? part(keys, "replicas").number(0, 1_000_000) : 1,
                keys.containsKey("ports")
                        ? part(keys, "ports").elements().stream()
                                .map(each -> each.read(ServiceWish.Port::parse))
                                .toList()
                        : List.of(),
                keys.containsKey("env") ? env(part(keys, "env")) : List.of(),
                keys.containsKey("constraints")
                        ? part(keys, "constraints").elements().stream().map(YamlPart::text).toList()
                        : List.of(),
                keys.containsKey("labels") ? part(keys, "labels").texts() : Map.of(),
                keys.containsKey("memory") ? part(keys, "memory").read(ByteSize::parse).bytes() : 0,
                keys.containsKey("cpus") ? part(keys, "cpus").read(ClusterFileReader::cpus) : 0);
    }

    private static boolean isExec(String text) {
        return switch (text) {
            case "exec" -> true;
            case "docker" -> false;
            default -> throw new IllegalArgumentException("neither docker nor exec");
        };
    }

    private static boolean isGlobal(String text) {
        return switch (text) {
            case "global" -> true;
            case "replicated" -> false;
            default -> throw new IllegalArgumentException("neither replicated nor global");
        };
    }

    private static long cpus(String text) {
        try {
            double cpus = Double.parseDouble(text);
            if (cpus >= 0.001) {
                return Math.round(cpus * 1e9);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("not a number of processors from 0.001 on");
    }

    /// A list is taken as it is; a text is split at blanks, as a shell would without quotes.
    private static List<String> command(YamlPart part) {
        List<YamlPart> elements = part.elements();
        if (elements.size() == 1 && elements.getFirst() == part) {
            return List.of(part.text().strip().split("\\s+"));
        }
        return elements.stream().map(YamlPart::text).toList();
    }

    private static List<String> env(YamlPart part) {
        return part.texts().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }
}
