package belt.provision.facts;

import belt.core.BeltException;
import belt.provision.ProvisionProblem;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.ShellWord;
import belt.provision.ssh.SshSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Reads {@link HostFacts} by one small POSIX shell script, as root, in one round trip.
public final class FactsReader {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final InstantSource clock;

    /// @param clock our own clock, with which the machine's is compared
    public FactsReader(InstantSource clock) {
        this.clock = clock;
    }

    /// What to look at beside the usual.
    ///
    /// @param files paths whose checksum and mode are wanted
    /// @param contents paths whose content is wanted too; small text files
    /// @param sysctls kernel settings, in dotted form
    /// @param images names of images that the engine may have
    public record Request(
            Collection<String> files,
            Collection<String> contents,
            Collection<String> sysctls,
            Collection<String> images) {
        public Request {
            files = List.copyOf(files);
            contents = List.copyOf(contents);
            sysctls = List.copyOf(sysctls);
            images = List.copyOf(images);
        }
    }

    /// @throws BeltException.OperationFailed if the machine's answer cannot be understood
    public HostFacts read(SshSession session, Request request) throws InterruptedException {
        Instant before = clock.instant();
        ExecResult result =
                session.require(
                        "read its facts",
                        RemoteCommand.of(script(request, session.target().user()))
                                .root()
                                .within(LIMIT));
        Instant between = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        try {
            return FactsParser.parse(result.stdout(), between);
        } catch (IllegalArgumentException e) {
            throw new BeltException.OperationFailed(
                    ProvisionProblem.FACTS_UNREADABLE,
                    session.target().node() + ": cannot read its facts: " + e.getMessage(),
                    e);
        }
    }

    static String script(Request request, String login) {
        return "LOGIN="
                + ShellWord.quote(login)
                + "\nFILES="
                + words(request.files())
                + "\nCONTENTS="
                + words(request.contents())
                + "\nSYSCTLS="
                + words(request.sysctls())
                + "\nIMAGES="
                + words(request.images())
                + "\n"
                + body();
    }

    /// Paths and keys have no blanks: they are ours.
    private static String words(Collection<String> words) {
        return ShellWord.quote(words.stream().collect(Collectors.joining(" ")));
    }

    private static String body() {
        try (InputStream in = FactsReader.class.getResourceAsStream("facts.sh")) {
            if (in == null) {
                throw new BeltException.Bug("facts.sh is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BeltException.Bug("cannot read facts.sh", e);
        }
    }
}
