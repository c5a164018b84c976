package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void keepsWhatItReads() {
        String text =
                "{\"a\": [1, -2.5e3, true, null, \"x\\\"\\\\y\\u0001\"], \"b\": {}, \"c\": []}";

        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
        assertThat(Json.write(Json.parse("\"\\u00e9\\n\""))).isEqualTo("\"é\\u000a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\" 1}",
                "{\"a\":1,\"a\":2}",
                "tru",
                "\"x",
                "1 2",
                "[01x]",
                "\"\\q\""
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 1: ");
    }
}
