package belt.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoTimeTest {
    @Test
    void fractionsLoseTheirZeros() {
        Instant time = Instant.parse("2026-01-02T03:04:05.120000000Z");
        assertThat(GoTime.text(time)).isEqualTo("2026-01-02T03:04:05.12Z");
        assertThat(GoTime.text(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("2026-01-02T03:04:05Z");
        assertThat(GoTime.text(null)).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(GoTime.fixedWidth(time)).isEqualTo("2026-01-02T03:04:05.120000000Z");
    }
}
