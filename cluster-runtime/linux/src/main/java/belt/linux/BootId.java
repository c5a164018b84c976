package belt.linux;

import java.nio.file.Path;

/// Which run of the kernel this is: changes with every boot of the host.
public final class BootId {
    private BootId() {}

    /// The id of this boot; empty text if the kernel does not say.
    public static String current() {
        return PseudoFile.read(Path.of("/proc/sys/kernel/random/boot_id")).orElse("");
    }
}
