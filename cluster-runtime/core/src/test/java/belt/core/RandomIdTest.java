package belt.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomIdTest {
    @Test
    void hasTwentyFiveCharactersOfBase36() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(RandomId.next()).matches("[0-9a-z]{25}");
        }
    }
}
