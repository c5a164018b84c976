package belt.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.cli.term.Io;
import belt.cli.term.Terminals;
import belt.core.BeltException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every place that a secret can be in, and what is wrong with it.
class SecretPlacesIT {
    private static final String WHOSE = "account work: token";

    @TempDir Path folder;
    private Io io = io();

    @BeforeEach
    void begin() {
        io = io("PATH", folder + ":/usr/bin:/bin", "HELD", "from-variable", "BLANK", " ");
    }

    private Io io(String... env) {
        var none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var variables = new java.util.HashMap<String, String>();
        for (int i = 0; i < env.length; i += 2) {
            variables.put(env[i], env[i + 1]);
        }
        return new Io(
                InputStream.nullInputStream(),
                none,
                none,
                Terminals.NONE,
                Map.copyOf(variables),
                folder,
                folder,
                InstantSource.system(),
                () -> 0);
    }

    private String fetch(String place) throws InterruptedException {
        return SecretSource.parse("token", place).fetch(io, WHOSE).reveal();
    }

    private void fails(String place, String message, String remedy) {
        assertThatThrownBy(() -> fetch(place))
                .isInstanceOfSatisfying(
                        BeltException.MissingCredentials.class,
                        e -> {
                            assertThat(e).hasMessage(WHOSE + ": " + message);
                            assertThat(e.remedy().orElse("")).isEqualTo(remedy);
                        });
    }

    private Path write(String name, String text, String rights) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    @Test
    void variables() throws InterruptedException {
        assertThat(fetch("env:HELD")).isEqualTo("from-variable");
        fails("env:NONE", "variable NONE is not set", "export NONE=…");
        fails("env:BLANK", "variable BLANK is not set", "export BLANK=…");
    }

    @Test
    void files() throws Exception {
        write("good", "  from-file \nnotes\n", "rw-------");
        assertThat(fetch("file:good")).isEqualTo("from-file");
        Path empty = write("empty", "\n", "rw-------");
        fails("file:empty", "file " + empty + " is empty", "");
        fails("file:none", "there is no file " + folder.resolve("none"), "");
        Path open = write("open", "x", "rw-r-----");
        fails("file:open", "others may read file " + open + " (rw-r-----)", "chmod 600 " + open);
        assertThat(SecretSource.parse("token", "file:good").settled(io).text())
                .isEqualTo("file:" + folder.resolve("good"));
    }

    @Test
    void commands() throws InterruptedException {
        assertThat(fetch("command:printf 'one\\ntwo\\n'")).isEqualTo("one");
        assertThat(fetch("command:echo \"$HELD\"")).isEqualTo("from-variable");
        fails("command:exit 3", "command 'exit 3' ended with exit code 3", "");
        fails("command:true", "command 'true' printed nothing", "");
        fails("command:no-such 2>&-", "command 'no-such 2>&-' ended with exit code 127", "");
        var hasty = new SecretCommand(io, Duration.ofMillis(100));
        assertThatThrownBy(() -> hasty.run(List.of("sh", "-c", "sleep 60 & wait"), "it"))
                .hasMessage("it did not end within 100ms");
    }

    @Test
    void theKeyringThroughLibsecret() throws Exception {
        write(
                "secret-tool",
                "#!/bin/sh\n[ \"$*\" = 'lookup belt work' ] && printf from-keyring || exit 1\n",
                "rwx------");
        assertThat(fetch("keyring:work")).isEqualTo("from-keyring");
        fails(
                "keyring:other",
                "the keyring gives no entry other of belt's",
                "secret-tool store --label 'belt other' belt other");
    }

    @Test
    void theKeyringOfAMac() throws Exception {
        io = io("PATH", folder.toString());
        fails(
                "keyring:work",
                "this host has no secret-tool to ask the keyring with",
                "apt-get install libsecret-tools");
        write(
                "security",
                "#!/bin/sh\n[ \"$*\" = 'find-generic-password -s belt -a work -w' ] && echo from-mac || exit 44\n",
                "rwx------");
        assertThat(fetch("keyring:work")).isEqualTo("from-mac");
        fails(
                "keyring:other",
                "the keyring gives no entry other of belt's",
                "security add-generic-password -s belt -a other -w");
    }
}
