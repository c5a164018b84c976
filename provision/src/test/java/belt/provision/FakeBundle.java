package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provision.step.Checksum;
import belt.provision.step.NodeBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A node bundle whose `beltd` only answers `/_ping` on its socket. It says that it is a stand-in; the real one is tried
/// by the cluster tests.
final class FakeBundle {
    private static final String DAEMON =
            """
            #!/usr/bin/perl
            use IO::Socket::UNIX;
            print STDERR "stand-in VERSION started with @ARGV\\n";
            mkdir '/run/belt';
            unlink '/run/belt/docker.sock';
            my $s = IO::Socket::UNIX->new(Local => '/run/belt/docker.sock', Listen => 5) or exit 1;
            $SIG{TERM} = sub { exit 0 };
            while (1) {
                my $c = $s->accept() or next;
                while (my $line = <$c>) { last if $line =~ /^\\r?\\n$/; }
                print $c "HTTP/1.0 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nOK";
                close $c;
            }
            """;

    private FakeBundle() {}

    static NodeBundle write(Path folder, String version) throws IOException, InterruptedException {
        return write(folder, version, DAEMON.replace("VERSION", version));
    }

    static NodeBundle write(Path folder, String version, String program)
            throws IOException, InterruptedException {
        Path content = Files.createDirectories(folder.resolve("content-" + version + "/bin"));
        Path daemon = Files.writeString(content.resolve("beltd"), program);
        Files.setPosixFilePermissions(daemon, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path archive = folder.resolve("beltd-" + version + ".tar.gz");
        var tar =
                new ProcessBuilder(
                        "tar", "-czf", archive.toString(), "-C", content.getParent() + "", "bin");
        assertThat(tar.inheritIO().start().waitFor()).isZero();
        Files.writeString(
                folder.resolve(archive.getFileName() + ".sha256"),
                Checksum.ofFile(archive) + "  " + archive.getFileName() + "\n");
        return NodeBundle.open(archive, version, "x86_64");
    }
}
