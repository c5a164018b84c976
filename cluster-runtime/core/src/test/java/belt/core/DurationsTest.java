package belt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10m, 600000",
        "1h30m, 5400000",
        "5s, 5000",
        "300ms, 300",
        "1.5s, 1500",
        "1d, 86400000",
        "0, 0"
    })
    void reads(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-5s", "5 parsecs", "1..5s", "5s7"})
    void refuses(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("'" + text + "' is not a duration");
    }

    @ParameterizedTest
    @CsvSource({"350, 350ms", "58000, 58s", "64000, 1m04s", "7500000, 2h05m", "273600000, 3d4h"})
    void prints(long millis, String text) {
        assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
