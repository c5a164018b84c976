package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Ipv4RangeTest {
    @Test
    void dropsHostBits() {
        assertThat(Ipv4Range.parse("10.77.3.4/16")).hasToString("10.77.0.0/16");
        assertThat(Ipv4Range.parse("200.1.2.3")).hasToString("200.1.2.3/32");
    }

    @Test
    void refusesWhatIsNoRange() {
        for (String text : new String[] {"", "10.0.0", "10.0.0.256", "10.0.0.0/33", "a.b.c.d"}) {
            assertThat(Ipv4Range.find(text)).as(text).isEmpty();
        }
    }

    @Test
    void knowsItsAddresses() {
        var range = Ipv4Range.parse("192.168.0.0/23");
        assertThat(range.size()).isEqualTo(512);
        assertThat(range.address(257)).isEqualTo("192.168.1.1");
        assertThat(range.offset("192.168.1.1")).contains(257);
        assertThat(range.offset("192.168.2.0")).isEmpty();
    }

    @Test
    void seesOverlapsBothWays() {
        var wide = Ipv4Range.parse("10.0.0.0/8");
        var narrow = Ipv4Range.parse("10.200.1.0/24");
        assertThat(wide.overlaps(narrow)).isTrue();
        assertThat(narrow.overlaps(wide)).isTrue();
        assertThat(narrow.overlaps(Ipv4Range.parse("10.200.2.0/24"))).isFalse();
    }
}
