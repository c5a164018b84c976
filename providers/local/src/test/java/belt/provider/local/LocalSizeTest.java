package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSizeTest {
    @ParameterizedTest
    @CsvSource({
        "512mb, 512, 1",
        "8192MB, 8192, 4",
        "1gb, 1024, 1",
        "1GB, 1024, 1",
        "2g, 2048, 2",
        "16gb, 16384, 8",
        "s-1vcpu-1gb, 1024, 1",
        "s-2vcpu-4gb, 4096, 2",
        "s-1vcpu-512mb-10gb, 512, 1",
        "c-4vcpu-8gb, 8192, 4"
    })
    void readsEverySpelling(String text, long mebibytes, int cpus) {
        var size = LocalSize.parse(text);
        assertThat(size.text()).isEqualTo(text);
        assertThat(size.memoryBytes()).isEqualTo(mebibytes << 20);
        assertThat(size.cpus()).isEqualTo(cpus);
    }

    @Test
    void namesTheNearestSizes() {
        assertThatThrownBy(() -> LocalSize.parse("512bm"))
                .isInstanceOfSatisfying(
                        BeltException.InvalidInput.class,
                        e ->
                                assertThat(e.detail())
                                        .hasValueSatisfying(detail ->
                                                assertThat(detail)
                                                        .startsWith("did you mean 512mb")))
                .hasMessage("provider local has no size 512bm");
    }

    @ParameterizedTest
    @CsvSource({"''", "512", "mb", "0mb", "1mb", "s-0vcpu-1gb", "s-1vcpu", "huge", "-1gb", "1.5gb"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> LocalSize.parse(text))
                .isInstanceOf(BeltException.InvalidInput.class);
    }
}
