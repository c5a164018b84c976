package belt.provision.image;

import belt.core.BeltException;
import belt.provision.ProvisionProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// What an ELF file's header tells (System V ABI, "Object Files"): enough to know whether it runs in an empty image.
final class ElfProgram {
    private static final int INTERPRETER = 3; // PT_INTERP: it wants a dynamic linker

    private ElfProgram() {}

    /// @return the architecture in an image's spelling, `amd64` or `arm64`
    /// @throws BeltException.InvalidInput if it is not a static program for one of these
    static String requireStatic(Path file, byte[] bytes) {
        if (bytes.length < 64 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[4] != 2) {
            throw wrong(file, "is not a 64-bit program");
        }
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long table = elf.getLong(32);
        int size = Short.toUnsignedInt(elf.getShort(54));
        int count = Short.toUnsignedInt(elf.getShort(56));
        for (int i = 0; i < count; i++) {
            if (elf.getInt((int) table + i * size) == INTERPRETER) {
                throw wrong(file, "is linked dynamically; install busybox-static");
            }
        }
        int machine = Short.toUnsignedInt(elf.getShort(18));
        return switch (machine) {
            case 0x3e -> "amd64";
            case 0xb7 -> "arm64";
            default -> throw wrong(file, "is for machine type " + machine);
        };
    }

    private static BeltException wrong(Path file, String what) {
        return new BeltException.InvalidInput(ProvisionProblem.IMAGE_UNREADABLE, file + " " + what);
    }
}
