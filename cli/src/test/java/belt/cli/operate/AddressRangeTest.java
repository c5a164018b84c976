package belt.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7/32",
        "2001:db8:7:9:1:2:3:4, 2001:db8:7:9::/64",
        "2001:db8::1, 2001:db8::/64",
        "fe80::1%eth0, fe80::/64",
        "::1, 0::/64"
    })
    void anAddressThatWasToldIsARange(String told, String range) {
        assertThat(AddressRange.told(told)).hasValue(range);
        assertThat(AddressRange.written(range)).isEqualTo(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "localhost", "203.0.113", "1.2.3.4.5", "a.b.c.d"})
    void anythingElseIsNone(String told) {
        assertThat(AddressRange.told(told)).isEmpty();
    }

    @Test
    void whatTheOperatorWritesIsCheckedAndKept() {
        assertThat(AddressRange.written("203.0.113.7")).isEqualTo("203.0.113.7/32");
        assertThat(AddressRange.written("2001:db8::7")).isEqualTo("2001:db8::7/128");
        assertThat(AddressRange.written("0.0.0.0/0")).isEqualTo("0.0.0.0/0");
        for (String wrong : new String[] {"203.0.113.7/33", "office", "1.2.3.4/x", ""}) {
            assertThatThrownBy(() -> AddressRange.written(wrong))
                    .isInstanceOf(BeltException.InvalidInput.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }
}
