package belt.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void comparesRunsOfDigitsAsNumbers() {
        var names = List.of("web10", "web2", "db", "web", "web1b", "web01", "web1", "web1a");
        assertThat(names.stream().sorted(NaturalOrder.INSTANCE))
                .containsExactly("db", "web", "web1", "web01", "web1a", "web1b", "web2", "web10");
    }

    @Test
    void readsNumbersLongerThanALong() {
        assertThat(NaturalOrder.INSTANCE.compare("a99999999999999999999", "a100000000000000000000"))
                .isNegative();
    }

    @Test
    void isEqualOnlyForEqualTexts() {
        assertThat(NaturalOrder.INSTANCE.compare("web1", "web1")).isZero();
        assertThat(NaturalOrder.INSTANCE.compare("a01b1", "a1b01")).isNotZero();
    }
}
