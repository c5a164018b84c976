package belt.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderOptionsTest {
    @TempDir private Path folder;

    @Test
    void userDataIsReadFromTheFileThatIsNamed() throws Exception {
        Path file = folder.resolve("boot.sh");
        Files.writeString(file, "#!/bin/sh\necho hello\n");
        assertThat(with(file.toString()).userData()).contains("#!/bin/sh\necho hello\n");
        assertThat(with("").userData()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        for (String wrong : new String[] {folder.resolve("none").toString(), "a\0b"}) {
            assertThatThrownBy(() -> with(wrong).userData())
                    .isInstanceOf(BeltException.InvalidInput.class)
                    .hasMessageContaining("option userdata of provider cloud is " + wrong);
        }
    }

    private static ProviderOptions with(String file) {
        return new ProviderOptions("cloud", Map.of(ProviderOptions.USER_DATA, file));
    }
}
