package belt.cli.help;

import belt.cli.command.Spec;
import belt.cli.command.Tree;
import belt.cli.term.Io;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What `belt` alone prints, and `belt GROUP`.
///
/// @param tree the commands
/// @param io where to look whether a cluster exists
public record Overview(Tree tree, Io io) {
    private static final int INDENT = 24;

    /// @param group a first word, to show its commands only; empty for all
    public String text(String group) {
        return group.isEmpty() ? everything() : commandsOf(group);
    }

    private String everything() {
        var text = new StringBuilder();
        text.append(
                "belt: from credentials to converged services, on one machine or thousands\n\n");
        text.append("examples\n");
        example(text, "belt up examples/quickstart.yaml", "five local hosts, a cluster, a service");
        example(text, "belt create 512mb 'node[1:4]'", "make four machines");
        example(text, "belt swarm join node1 'node[2:4]'", "join three of them to the first");
        example(text, "belt docker service ls", "what the docker CLI shows of the cluster");
        example(text, "belt down examples/quickstart.yaml", "take it all away again");
        var groups = new EnumMap<Spec.Group, List<Spec>>(Spec.Group.class);
        for (String name : tree.names()) {
            Spec spec = tree.find(name).orElseThrow().spec();
            if (!spec.hidden() && spec.group() != Spec.Group.DOCKER_MACHINE) {
                groups.computeIfAbsent(spec.group(), _ -> new ArrayList<>()).add(spec);
            }
        }
        for (Map.Entry<Spec.Group, List<Spec>> each : groups.entrySet()) {
            text.append('\n').append(each.getKey().title()).append('\n');
            each.getValue().forEach(spec -> row(text, spec.name(), spec.summary()));
            if (each.getKey() == Spec.Group.MACHINES && tree.isGroup("machine")) {
                row(text, "machine VERB", "Docker Machine's verbs, with its flags and exit codes");
            }
        }
        text.append("\nbelt COMMAND --help explains a command, belt help lists the topics.\n");
        if (!Files.isDirectory(io.directory().resolve(".belt"))) {
            text.append(
                    """

                    Nothing is set up here yet. Three ways in:
                      belt up examples/quickstart.yaml             five hosts on this machine, as root
                      belt cluster new --driver generic NAME       servers that you have
                      belt help providers                          clouds
                    """);
        }
        return text.toString();
    }

    private String commandsOf(String group) {
        var text = new StringBuilder();
        text.append("commands of belt ").append(group).append('\n');
        for (String name : tree.names()) {
            if (name.startsWith(group + " ")) {
                Spec spec = tree.find(name).orElseThrow().spec();
                if (!spec.hidden()) {
                    row(text, spec.name(), spec.summary());
                }
            }
        }
        text.append("\nbelt ").append(group).append(" COMMAND --help explains one.\n");
        return text.toString();
    }

    private static void example(StringBuilder text, String line, String what) {
        text.append("  ").append(line).append(" ".repeat(Math.max(2, 46 - line.length())));
        text.append(what).append('\n');
    }

    private static void row(StringBuilder text, String name, String what) {
        text.append("  ").append(name).append(" ".repeat(Math.max(2, INDENT - name.length())));
        text.append(what).append('\n');
    }
}
