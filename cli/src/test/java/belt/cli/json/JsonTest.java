package belt.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesAndReadsTheSame() {
        var data = new LinkedHashMap<String, Object>();
        data.put("text", "a \"quoted\" \\ line\n\tä € 😀 \u0001");
        data.put("number", 42L);
        data.put("negative", -1.5);
        data.put("list", List.of(true, false, Map.of(), List.of()));
        assertThat(JsonReader.parse(Json.compact(data))).isEqualTo(data);
        assertThat(JsonReader.parse(Json.pretty(data))).isEqualTo(data);
    }

    @Test
    void readsNullsAndEscapes() {
        assertThat(JsonReader.parse("[null, \"\\u00e4\\/\\b\"]"))
                .isEqualTo(Arrays.asList(null, "ä/\b"));
    }

    @Test
    void writesLoneSurrogatesAndNumbersThatJsonLacks() {
        assertThat(Json.compact(List.of("\ud800", Double.NaN))).isEqualTo("[\"\\ud800\",null]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "\"abc",
                "\"\\x\"",
                "tru",
                "1x",
                "-",
                "{} {}",
                "\"\\u12\""
            })
    void refuses(String text) {
        assertThatThrownBy(() -> JsonReader.parse(text)).isInstanceOf(JsonReader.Malformed.class);
    }

    @Test
    void refusesNestingThatWouldExhaustTheStack() {
        assertThatThrownBy(() -> JsonReader.parse("[".repeat(100_000)))
                .isInstanceOf(JsonReader.Malformed.class)
                .hasMessageContaining("nested too deep");
    }
}
