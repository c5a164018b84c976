package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.core.BeltException;
import belt.linux.BootId;
import belt.linux.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What is kept of one process on disk: all that is needed to find it again after a restart of beltd.
///
/// @param folder `exec/<task id>` in beltd's state folder
record ExecFolder(Path folder) {
    static final String RUN = "run";
    static final String INIT = "init";
    static final String PROGRAM = "program";
    static final String PID = "pid";
    static final String CHILD = "child";
    static final String EXIT = "exit";
    private static final String PORTS = "ports";
    private static final int KILLED = 128 + Signal.KILL;

    /// Whether the process was made ready.
    boolean prepared() {
        return Files.exists(file(PORTS));
    }

    /// Whether it was ever started.
    boolean started() {
        return Files.exists(file(PID));
    }

    /// Whether the program itself runs, or has run.
    boolean reachedProgram() {
        return Files.exists(file(CHILD)) || Files.exists(file(EXIT));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void create(ExecPorts ports) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            write(PORTS, ports.text());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void write(String name, String text) {
        try {
            Path fresh = file(name + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private BeltException unusable(IOException cause) {
        return new BeltException.OperationFailed(
                        AgentProblem.JOURNAL_UNUSABLE,
                        "folder " + folder + " cannot be used",
                        cause)
                .withDetail(cause.toString());
    }

    ExecPorts ports() {
        return ExecPorts.parse(read(PORTS).orElse(""));
    }

    /// The process that stands for the task: `unshare`, which lives as long as the namespaces' first process. Empty if it
    /// is gone, or was started before the machine was.
    Optional<ProcessId> process() {
        return read(PID)
                .map(text -> text.strip().split(" "))
                .filter(words -> words.length == 3 && words[2].equals(BootId.current()))
                .map(words -> new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1])))
                .filter(ProcessId::alive);
    }

    /// The program's exit status once it has ended; empty while it runs or was never started. If nobody could note it,
    /// everything was killed.
    OptionalInt exitCode() {
        Optional<Integer> noted = read(EXIT).map(text -> Integer.parseInt(text.strip()));
        if (noted.isPresent()) {
            return OptionalInt.of(noted.get());
        }
        if (!started() || process().isPresent()) {
            return OptionalInt.empty();
        }
        // It may have been noted between the two looks.
        return OptionalInt.of(
                read(EXIT).map(text -> Integer.parseInt(text.strip())).orElse(KILLED));
    }

    /// The program's number in its own namespace.
    OptionalInt innerPid() {
        return read(CHILD)
                .map(text -> OptionalInt.of(Integer.parseInt(text.strip())))
                .orElse(OptionalInt.empty());
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(file(name))).filter(text -> !text.isBlank());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
