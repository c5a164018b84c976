package belt.cli.dockermachine;

import belt.core.BeltException;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// A path on a machine, over a session of its own: a stream that is read holds up everything else on its session.
final class RemoteEnd implements End {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int PIPE = 1 << 18;

    private static final String LOOK =
            "if [ -d \"$1\" ]; then echo FOLDER; elif [ -e \"$1\" ]; then echo FILE; else echo NOTHING; exit 0; fi; stat -L -c %a \"$1\"";

    /// `$1` the path, `$2` the source's name, `$3` its rights.
    private static final String WRITE_FILE =
            "to=$1; [ -d \"$to\" ] && to=$to/$2; cat >\"$to\" && { [ -z \"$3\" ] || chmod \"$3\" \"$to\"; }";

    private static final String WRITE_FOLDER =
            "to=$1; [ -d \"$to\" ] && to=$to/$2; mkdir -p \"$to\" && tar -C \"$to\" -xf -";

    private final SshSession session;
    private final Place place;
    private @Nullable FutureTask<ExecResult> reading;

    RemoteEnd(SshSession session, Place place) {
        this.session = session;
        this.place = place;
    }

    private static RemoteCommand script(String text, String... words) {
        var all = new java.util.ArrayList<String>(List.of("sh", "-c", text, "sh"));
        all.addAll(List.of(words));
        return RemoteCommand.of(all).within(LONGEST);
    }

    @Override
    public Found look() throws InterruptedException {
        List<String> lines =
                session.require("look at " + place.path(), script(LOOK, place.path()))
                        .stdout()
                        .lines()
                        .toList();
        return new Found(Kind.valueOf(lines.getFirst()), lines.size() > 1 ? lines.get(1) : "");
    }

    @Override
    public InputStream read(Kind kind) {
        RemoteCommand command =
                kind == Kind.FOLDER
                        ? script("tar -C \"$1\" -cf - .", place.path())
                        : script("cat \"$1\"", place.path());
        try {
            var in = new PipedInputStream(PIPE);
            var out = new PipedOutputStream(in);
            var task =
                    new FutureTask<>(() -> {
                        try (out) {
                            return session.run(
                                    command.writing(out, OutputStream.nullOutputStream()));
                        }
                    });
            reading = task;
            Thread.ofVirtual().name("copy-from-" + session.target().node()).start(task);
            return in;
        } catch (IOException e) {
            throw new BeltException.Bug("a pipe of this process cannot be made", e);
        }
    }

    @Override
    public void finish() throws InterruptedException {
        FutureTask<ExecResult> task = reading;
        if (task == null) {
            return;
        }
        try {
            ExecResult result = task.get();
            if (!result.ok()) {
                throw failed("cannot be read: " + result.describe());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BeltException problem
                    ? problem
                    : failed("cannot be read: " + e.getCause());
        }
    }

    @Override
    public void write(Found source, String name, InputStream content) throws InterruptedException {
        String text = source.kind() == Kind.FOLDER ? WRITE_FOLDER : WRITE_FILE;
        ExecResult result =
                session.run(script(text, place.path(), name, source.mode()).reading(content));
        if (!result.ok()) {
            throw failed("cannot be written: " + String.join(" · ", result.lastLines(2)));
        }
    }

    private BeltException failed(String how) {
        return new BeltException.OperationFailed(
                MachineProblem.COPY, session.target().node() + ":" + place.path() + " " + how);
    }

    @Override
    public void close() {
        session.close();
    }
}
