package belt.playbooks;

import belt.core.BeltException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A YAML document whose every part knows where it stands. Plain words are read as Ansible's YAML 1.1 reads them (`yes` is
/// true, `0644` is octal), not as YAML 1.2; what the two read differently and hardly anybody means is refused.
sealed interface Yaml {
    Place place();

    /// @param text as written, without its quotes
    /// @param plain whether it had none
    record Scalar(Place place, String text, boolean plain) implements Yaml {}

    record Sequence(Place place, List<Yaml> items) implements Yaml {}

    /// @param entries in the file's order
    /// @param keys where each key stands
    record Mapping(Place place, Map<String, Yaml> entries, Map<String, Place> keys)
            implements Yaml {
        @Nullable Yaml get(String key) {
            return entries.get(key);
        }
    }

    Set<String> TRUE = Set.of("yes", "on", "true");
    Set<String> FALSE = Set.of("no", "off", "false");
    Pattern SEXAGESIMAL = Pattern.compile("[-+]?[0-9]+(:[0-5]?[0-9])+(\\.[0-9]*)?");
    Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
    Pattern OCTAL = Pattern.compile("0[0-7]{1,18}");
    Pattern FRACTION = Pattern.compile("[-+]?[0-9]+\\.[0-9]*");
    Pattern ODD_NUMBER =
            Pattern.compile(
                    "[-+]?(0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7]+|[0-9][0-9_]*|[0-9.]+[eE][-+]?[0-9]+)");

    /// @throws BeltException.InvalidInput naming line and column of what is wrong
    static Yaml read(String file, String text) {
        var settings = LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true).build();
        try {
            Node node =
                    new Compose(settings)
                            .composeString(text)
                            .orElseThrow(() ->
                                    new Place(file, 1, 1)
                                            .wrong(PlaybookProblem.YAML, "the file is empty"));
            return of(file, node);
        } catch (MarkedYamlEngineException e) {
            Place place =
                    e.getProblemMark()
                            .map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
                            .orElse(new Place(file, 1, 1));
            String what = e.getProblem() == null ? "not YAML" : e.getProblem();
            throw place.wrong(PlaybookProblem.YAML, what);
        }
    }

    private static Yaml of(String file, Node node) {
        Place place = node.getStartMark().map(m -> place(file, m)).orElse(new Place(file, 1, 1));
        return switch (node) {
            case ScalarNode s -> scalar(place, s);
            case SequenceNode s -> {
                var items = new ArrayList<Yaml>();
                s.getValue().forEach(item -> items.add(of(file, item)));
                yield new Sequence(place, items);
            }
            case MappingNode m -> mapping(file, place, m);
            default -> throw place.wrong(PlaybookProblem.YAML, "unexpected " + node.getNodeType());
        };
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Yaml scalar(Place place, ScalarNode node) {
        String tag = node.getTag().getValue();
        if (tag.startsWith("!") && !tag.equals("!")) {
            throw place.wrong(
                    PlaybookProblem.NOT_SUPPORTED, "the tag " + tag + " is not supported by belt");
        }
        return new Scalar(place, node.getValue(), node.getScalarStyle() == ScalarStyle.PLAIN);
    }

    private static Mapping mapping(String file, Place place, MappingNode node) {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        Map<String, Place> keys = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(of(file, tuple.getKeyNode()) instanceof Scalar key)) {
                throw place.wrong(PlaybookProblem.YAML, "a key that is not a word");
            }
            if (key.text().equals("<<") && key.plain()) {
                throw key.place()
                        .wrong(
                                PlaybookProblem.NOT_SUPPORTED,
                                "the merge key << is not supported by belt");
            }
            if (entries.put(key.text(), of(file, tuple.getValueNode())) != null) {
                throw key.place()
                        .wrong(
                                PlaybookProblem.YAML,
                                "the key " + key.text() + " stands there twice");
            }
            keys.put(key.text(), key.place());
        }
        return new Mapping(place, entries, keys);
    }

    /// The value behind it: strings, `Long`, `Double`, `Boolean`, null, lists, maps.
    default @Nullable Object value() {
        return switch (this) {
            case Scalar s -> s.plain() ? plain(s) : s.text();
            case Sequence(var _, var items) -> {
                var list = new ArrayList<@Nullable Object>();
                items.forEach(item -> list.add(item.value()));
                yield list;
            }
            case Mapping m -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                m.entries().forEach((k, v) -> map.put(k, v.value()));
                yield map;
            }
        };
    }

    private static @Nullable Object plain(Scalar scalar) {
        String text = scalar.text();
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.equals("~") || lower.equals("null")) {
            return null;
        }
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
            return TRUE.contains(lower);
        }
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (OCTAL.matcher(text).matches()) {
            return Long.valueOf(text, 8);
        }
        if (FRACTION.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (SEXAGESIMAL.matcher(text).matches() || ODD_NUMBER.matcher(text).matches()) {
            throw scalar.place()
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            text
                                    + " means different things to YAML 1.1 and 1.2: write it in quotes");
        }
        return text;
    }
}
