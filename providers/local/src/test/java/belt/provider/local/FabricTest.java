package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.linux.Ipv4Range;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FabricTest {
    private final Fabric fabric = new Fabric("k3x9ab", Ipv4Range.parse("10.81.0.0/16"), false);

    @Test
    void namesFitIntoWhatTheKernelAllows() {
        assertThat(fabric.name()).hasSizeLessThan(16);
        assertThat(Fabric.port("k3x9abcd")).hasSizeLessThan(16);
    }

    @Test
    void derivesTheHardwareAddressFromTheAddress() {
        assertThat(Fabric.mac("10.81.1.254")).isEqualTo("02:42:0a:51:01:fe");
    }

    @Test
    void givesTheLowestFreeAddress() {
        assertThat(fabric.gateway()).isEqualTo("10.81.0.1");
        assertThat(fabric.freeAddress(Set.of())).isEqualTo("10.81.1.1");
        assertThat(fabric.freeAddress(Set.of("10.81.1.1", "10.81.1.3"))).isEqualTo("10.81.1.2");
    }

    @Test
    void takesAsManyMachinesAsABridgeHasPorts() {
        var taken = new HashSet<String>();
        while (taken.size() < Fabric.MOST_MACHINES) {
            taken.add(fabric.freeAddress(taken));
        }
        assertThat(taken).doesNotContain("10.81.1.255", "10.81.2.0");
        assertThatThrownBy(() -> fabric.freeAddress(taken))
                .isInstanceOf(BeltException.OperationFailed.class);
    }
}
