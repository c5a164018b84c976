package belt.cli.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.Belt;
import belt.cli.term.Io;
import belt.cli.term.Terminals;
import belt.provision.ssh.TestSshd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that log in, against a real sshd: this host as the machines `box` and `other`.
class RemoteVerbsIT {
    @TempDir private Path folder;

    private TestSshd sshd;
    private Path home;
    private Path there;

    private record Answer(int exit, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        sshd = TestSshd.start(Files.createDirectories(folder.resolve("sshd")));
        home = Files.createDirectories(folder.resolve("operator"));
        there = Files.createDirectories(folder.resolve("machine"));
        for (String name : new String[] {"box", "other"}) {
            Answer made =
                    belt(
                            "",
                            "machine",
                            "create",
                            "-d",
                            "generic",
                            "--generic-ip-address=127.0.0.1",
                            "--generic-ssh-port=" + sshd.port(),
                            "--generic-ssh-key=" + sshd.clientKey(),
                            "--bare",
                            name);
            assertThat(made.exit()).as(made.err()).isZero();
        }
        // the first contact is confirmed once; the key is pinned then
        assertThat(belt("", "-y", "machine", "ssh", "box", "true").exit()).isZero();
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private Answer belt(String typed, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var io =
                new Io(
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Terminals.NONE,
                        Map.of("HOME", home.toString(), "PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                        home,
                        home,
                        InstantSource.system(),
                        () -> 0);
        int exit = Belt.run(words, io);
        return new Answer(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandsWordsAreReadByTheMachinesShell() {
        Answer answer = belt("", "machine", "ssh", "box", "echo", "a", "|", "tr", "a", "b");
        assertThat(answer).isEqualTo(new Answer(0, "b\n", ""));
    }

    @Test
    void aCommandThatFailsEndsWithOneAndSaysItsStatus() {
        Answer answer = belt("", "machine", "ssh", "box", "echo out; exit 7");
        assertThat(answer).isEqualTo(new Answer(1, "out\n", "exit status 7\n"));
    }

    @Test
    void whatComesInGoesToTheCommand() {
        assertThat(belt("text\n", "machine", "ssh", "box", "cat").out()).isEqualTo("text\n");
    }

    @Test
    void withoutACommandAndATerminalTheShellReadsWhatComesIn() {
        assertThat(belt("echo hello\n", "machine", "ssh", "box").out()).contains("hello");
    }

    @Test
    void aFileGoesThereAndBackWithItsRights() throws IOException {
        Path file = Files.writeString(home.resolve("run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(belt("", "machine", "scp", "run", "box:" + there).exit()).isZero();
        assertThat(there.resolve("run")).hasSameTextualContentAs(file);
        assertThat(belt("", "machine", "scp", "box:" + there + "/run", "back").exit()).isZero();
        assertThat(home.resolve("back")).hasSameTextualContentAs(file);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("back"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void aBigFileArrivesWhole() throws IOException {
        byte[] bytes = new byte[3 << 20];
        new java.util.Random(7).nextBytes(bytes);
        Files.write(home.resolve("big"), bytes);
        assertThat(belt("", "machine", "scp", "big", "box:" + there + "/big").exit()).isZero();
        assertThat(belt("", "machine", "scp", "box:" + there + "/big", "again").exit()).isZero();
        assertThat(home.resolve("again")).hasBinaryContent(bytes);
    }

    @Test
    void aFolderNeedsAFlagAndGoesFromMachineToMachine() throws IOException {
        Files.createDirectories(there.resolve("src/deep"));
        Files.writeString(there.resolve("src/deep/file with blanks"), "x");
        Answer refused = belt("", "machine", "scp", "box:" + there + "/src", "other:" + there);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("is a folder: add -r");
        Answer copied =
                belt(
                        "",
                        "machine",
                        "scp",
                        "-r",
                        "box:" + there + "/src",
                        "other:" + there + "/copy");
        assertThat(copied.exit()).as(copied.err()).isZero();
        assertThat(there.resolve("copy/deep/file with blanks")).hasContent("x");
        assertThat(belt("", "machine", "scp", "-r", "box:" + there + "/src", "mine").exit())
                .isZero();
        assertThat(home.resolve("mine/deep/file with blanks")).hasContent("x");
        assertThat(belt("", "machine", "scp", "-r", "mine", "box:" + there + "/src").exit())
                .isZero();
        assertThat(there.resolve("src/mine/deep/file with blanks")).hasContent("x");
    }

    @Test
    void whatIsNotThereIsSaid() {
        Answer answer = belt("", "machine", "scp", "box:" + there + "/nothing", "x");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("there is no such file or folder");
        assertThat(home.resolve("x")).doesNotExist();
    }

    @Test
    void askingADeadEngineEndsInTime() {
        long began = System.nanoTime();
        Answer answer = belt("", "machine", "ls", "-t", "1");
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).contains("box");
        assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
    }
}
