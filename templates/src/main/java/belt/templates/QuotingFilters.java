package belt.templates;

import belt.core.BeltException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Ways to put a value into another language: `yaml` and `json` give a quoted string, `plain` refuses what cannot stand
/// without quotes.
final class QuotingFilters extends AbstractExtension {
    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "yaml", new TextFilter(QuotingFilters::quoted),
                "json", new TextFilter(QuotingFilters::quoted),
                "plain", new TextFilter(QuotingFilters::plain));
    }

    /// A JSON string, which every YAML 1.2 reader takes as well.
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /// One line without control characters.
    static String plain(String text) {
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new BeltException.InvalidInput(
                    TemplateProblem.VALUE_UNUSABLE,
                    "a value with a line break or control character cannot be written: "
                            + quoted(text));
        }
        return text;
    }

    private record TextFilter(UnaryOperator<String> function) implements Filter {
        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            return function.apply(String.valueOf(input));
        }

        @Override
        public List<String> getArgumentNames() {
            return List.of();
        }
    }
}
