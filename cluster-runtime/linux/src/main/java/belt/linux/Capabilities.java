package belt.linux;

import java.util.Arrays;
import java.util.List;

/// The rights of this process, as the kernel counts them: being root is neither needed nor enough.
///
/// @param effective the bits of `CapEff` in `/proc/self/status`
public record Capabilities(long effective) {
    /// The rights that we ask for, with their bit (`linux/capability.h`).
    public enum Right {
        CHOWN(0),
        DAC_OVERRIDE(1),
        KILL(5),
        NET_ADMIN(12),
        SYS_CHROOT(18),
        SYS_ADMIN(21),
        SYS_RESOURCE(24),
        MKNOD(27);

        private final int bit;

        Right(int bit) {
            this.bit = bit;
        }
    }

    /// What this process may do.
    public static Capabilities own() {
        return parse(PseudoFile.read(java.nio.file.Path.of("/proc/self/status")).orElse(""));
    }

    static Capabilities parse(String status) {
        return new Capabilities(
                status.lines()
                        .filter(line -> line.startsWith("CapEff:"))
                        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .findFirst()
                        .orElse(0L));
    }

    public boolean has(Right right) {
        return (effective >> right.bit & 1) == 1;
    }

    /// Those of the wanted rights that we lack.
    public List<Right> missing(Right... wanted) {
        return Arrays.stream(wanted).filter(right -> !has(right)).toList();
    }
}
