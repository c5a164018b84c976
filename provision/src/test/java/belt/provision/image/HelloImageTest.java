package belt.provision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provision.NodeSpec.ImageArchive;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloImageTest {
    @TempDir Path folder;

    /// Only the header matters.
    private Path program(int machine, int segmentType) throws Exception {
        ByteBuffer elf = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2});
        elf.putShort(18, (short) machine).putLong(32, 64).putShort(54, (short) 56);
        elf.putShort(56, (short) 1).putInt(64, segmentType);
        return Files.write(folder.resolve("busybox"), elf.array());
    }

    @Test
    void alwaysHasTheSameBytes() throws Exception {
        ImageArchive one = HelloImage.write(program(0x3e, 1), folder.resolve("one.tar"));
        ImageArchive two = HelloImage.write(program(0x3e, 1), folder.resolve("two.tar"));

        assertThat(one.archive()).hasSameBinaryContentAs(two.archive());
        assertThat(one.identity()).isEqualTo(two.identity()).startsWith("sha256:");
        assertThat(Files.size(one.archive()) % 512).isZero();
    }

    @Test
    void knowsItsArchitecture() throws Exception {
        HelloImage.write(program(0xb7, 1), folder.resolve("arm.tar"));

        assertThat(
                        Files.readString(
                                folder.resolve("arm.tar"),
                                java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("\"architecture\":\"arm64\"");
    }

    @Test
    void refusesAProgramThatNeedsALinker() {
        assertThatThrownBy(() -> HelloImage.write(program(0x3e, 3), folder.resolve("x.tar")))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageEndingWith("is linked dynamically; install busybox-static");
        assertThat(folder.resolve("x.tar")).doesNotExist();
    }
}
