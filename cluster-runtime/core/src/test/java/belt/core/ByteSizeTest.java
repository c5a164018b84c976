package belt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "512mb, 536870912",
        "512MB, 536870912",
        "8192MB, 8589934592",
        "1gb, 1073741824",
        "1GiB, 1073741824",
        "1.5g, 1610612736",
        "64k, 65536",
        "100, 100",
        "100b, 100",
        "2 GB, 2147483648",
        "0, 0",
    })
    void reads(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mb",
                "12xb",
                "1.2.3g",
                "-5m",
                "1gbb",
                "s-1vcpu-1gb",
                "99999999999p",
                "1i"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("'" + text + "'");
        assertThat(ByteSize.isSize(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1KiB",
        "536870912, 512MiB",
        "1610612736, 1.5GiB",
        "13002342400, 12.1GiB",
        "1200000000, 1.12GiB"
    })
    void prints(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @Test
    void countsWholeMebibytes() {
        assertThat(ByteSize.parse("8192MB").mebibytes()).isEqualTo(8192);
    }
}
