package belt.cli.file;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.core.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A part of a YAML file that knows where it stands, so that every complaint names file, line and column.
final class YamlPart {
    private final String file;
    private final String path;
    private final Node node;

    private YamlPart(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /// The whole document.
    ///
    /// @param file what to call it in messages
    static YamlPart of(String file, String text) {
        try {
            Node root =
                    new Compose(LoadSettings.builder().setLabel(file).build())
                            .composeString(text)
                            .orElseThrow(() ->
                                    new BeltException.InvalidInput(
                                            FileProblem.BROKEN_YAML,
                                            file + ":1:1: the file is empty"));
            return new YamlPart(file, "", root);
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark()
                            .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            .orElse("");
            var problem =
                    new BeltException.InvalidInput(
                            FileProblem.BROKEN_YAML, file + where + ": " + e.getProblem(), e);
            e.getProblemMark()
                    .ifPresent(mark -> problem.withDetail(mark.createSnippet(0, 100).strip()));
            throw problem;
        } catch (YamlEngineException e) {
            throw new BeltException.InvalidInput(
                    FileProblem.BROKEN_YAML, file + ": " + e.getMessage(), e);
        }
    }

    /// The entries of a mapping, in the file's order.
    ///
    /// @param known the keys that may stand here; empty if any may
    Map<String, YamlPart> entries(Collection<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw bad(FileProblem.BAD_VALUE, "expected keys and values, found " + kind());
        }
        var entries = new LinkedHashMap<String, YamlPart>();
        for (NodeTuple tuple : mapping.getValue()) {
            var key = new YamlPart(file, path, tuple.getKeyNode());
            String name = key.text();
            if (!known.isEmpty() && !known.contains(name)) {
                String hint = Nearest.hint(name, known);
                var problem = key.bad(FileProblem.UNKNOWN_KEY, "unknown key " + name);
                throw problem.withDetail(
                        hint.isEmpty() ? "the keys here are " + String.join(", ", known) : hint);
            }
            if (entries.containsKey(name)) {
                throw key.bad(FileProblem.BAD_VALUE, "the key " + name + " stands here twice");
            }
            String below = path.isEmpty() ? name : path + "." + name;
            entries.put(name, new YamlPart(file, below, tuple.getValueNode()));
        }
        return entries;
    }

    /// The elements of a list; a single value counts as a list of one.
    List<YamlPart> elements() {
        if (node instanceof SequenceNode sequence) {
            var parts = new ArrayList<YamlPart>();
            for (Node each : sequence.getValue()) {
                parts.add(new YamlPart(file, path, each));
            }
            return parts;
        }
        if (node instanceof ScalarNode) {
            return node.getTag().equals(Tag.NULL) ? List.of() : List.of(this);
        }
        throw bad(FileProblem.BAD_VALUE, "expected a list, found " + kind());
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// A scalar as it is written.
    String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw bad(FileProblem.BAD_VALUE, "expected a text, found " + kind());
    }

    /// Reads a scalar; what the reader refuses is reported with this place.
    <T> T read(Function<String, T> reader) {
        String text = text();
        try {
            return reader.apply(text);
        } catch (BeltException.InvalidInput e) {
            var problem =
                    new BeltException.InvalidInput(e.code(), where() + ": " + e.getMessage(), e);
            e.detail().ifPresent(problem::withDetail);
            e.remedy().ifPresent(problem::withRemedy);
            throw problem;
        } catch (IllegalArgumentException e) {
            throw bad(FileProblem.BAD_VALUE, label() + " is '" + text + "', " + e.getMessage());
        }
    }

    /// A whole number within bounds.
    int number(int least, int most) {
        return read(text -> {
            int value;
            try {
                value = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a whole number", e);
            }
            if (value < least || value > most) {
                throw new IllegalArgumentException("not a number from " + least + " to " + most);
            }
            return value;
        });
    }

    /// A mapping of texts, or a list of `key=value`.
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        if (isMapping()) {
            entries(List.of()).forEach((key, value) -> texts.put(key, value.text()));
            return texts;
        }
        for (YamlPart element : elements()) {
            String text = element.text();
            int at = text.indexOf('=');
            if (at < 1) {
                throw element.bad(
                        FileProblem.BAD_VALUE, "'" + text + "' has not the form key=value");
            }
            texts.put(text.substring(0, at), text.substring(at + 1));
        }
        return texts;
    }

    private String kind() {
        return node instanceof MappingNode
                ? "keys and values"
                : node instanceof SequenceNode ? "a list" : "a text";
    }

    private String label() {
        return path.isEmpty() ? "the value" : path.substring(path.lastIndexOf('.') + 1);
    }

    /// `file:line:column`.
    String where() {
        return file
                + node.getStartMark()
                        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                        .orElse("");
    }

    BeltException bad(ProblemCode code, String what) {
        return new BeltException.InvalidInput(code, where() + ": " + what);
    }

    static YamlPart require(Map<String, YamlPart> entries, String key, YamlPart in) {
        return Optional.ofNullable(entries.get(key))
                .orElseThrow(
                        () -> in.bad(FileProblem.MISSING_KEY, "the key " + key + " is missing"));
    }
}
