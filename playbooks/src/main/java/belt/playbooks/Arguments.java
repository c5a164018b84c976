package belt.playbooks;

import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A module's arguments for one node and one item, filled in.
///
/// @param task whose they are
/// @param values by name; a null value counts as not given, as in Ansible
record Arguments(Task task, Map<String, @Nullable Object> values) {
    Optional<String> find(String key) {
        Object value = values.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case List<?> _ -> throw wrong(key, "is a list, a text is needed");
            case Map<?, ?> _ -> throw wrong(key, "is a mapping, a text is needed");
            case Boolean b -> Optional.of(b ? "True" : "False");
            default -> Optional.of(value.toString());
        };
    }

    String require(String key) {
        return find(key).filter(v -> !v.isEmpty()).orElseThrow(() -> wrong(key, "is empty"));
    }

    /// An absolute path.
    String path(String key) {
        String path = require(key);
        if (!path.startsWith("/")) {
            throw wrong(key, "is " + path + ", an absolute path is needed");
        }
        return path;
    }

    List<String> list(String key) {
        Object value = values.get(key);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> {
                var texts = new ArrayList<String>();
                list.forEach(item -> texts.add(String.valueOf(item)));
                yield texts;
            }
            // Ansible splits a text at its commas where a list is expected
            default -> List.of(value.toString().strip().split("\\s*,\\s*"));
        };
    }

    Optional<Boolean> flag(String key) {
        Object value = values.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case Boolean b -> Optional.of(b);
            default -> {
                String word = value.toString().toLowerCase(Locale.ROOT);
                if (List.of("yes", "true", "on", "1").contains(word)) {
                    yield Optional.of(true);
                }
                if (List.of("no", "false", "off", "0").contains(word)) {
                    yield Optional.of(false);
                }
                throw wrong(key, "is '" + value + "', yes or no is needed");
            }
        };
    }

    int number(String key, int otherwise) {
        String text = find(key).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            throw wrong(key, "is '" + text + "', a number is needed");
        }
        return Integer.parseInt(text);
    }

    /// Octal digits; symbolic modes are not supported.
    Optional<Integer> mode() {
        return find("mode")
                .map(text -> {
                    if (!text.matches("0?[0-7]{3,4}")) {
                        throw task.place()
                                .wrong(
                                        PlaybookProblem.NOT_SUPPORTED,
                                        "mode '"
                                                + text
                                                + "' is not supported by belt: write octal digits in quotes");
                    }
                    return Integer.parseInt(text, 8);
                });
    }

    /// One of some words.
    String choice(String key, String otherwise, List<String> known) {
        String word = find(key).orElse(otherwise);
        if (!known.contains(word)) {
            throw task.place()
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            task.module().word()
                                    + " with "
                                    + key
                                    + " "
                                    + word
                                    + " is not supported by belt; there is "
                                    + String.join(", ", known));
        }
        return word;
    }

    BeltException wrong(String key, String what) {
        return task.place()
                .wrong(PlaybookProblem.FORM, task.module().word() + ": " + key + " " + what);
    }
}
