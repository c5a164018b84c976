package belt.provision.step;

import belt.core.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One change to a machine, as data: it can be printed, compared and tested without a machine. Every kind may be carried
/// out twice without harm. {@link StepRunner} is the one place that knows how.
public sealed interface Step {
    /// One line for people, to follow the machine's name: an infinitive without "to".
    String summary();

    /// The machine's name, and a line of /etc/hosts for it where there is none.
    record Hostname(String name, boolean hostsLine) implements Step {
        @Override
        public String summary() {
            return "set the host name to " + name;
        }
    }

    /// Packages of the distribution. Waits for other package managers and for cloud-init.
    ///
    /// @param manager `apt-get`, `dnf` or `apk`
    /// @param keepDaemonsDown whether no package may start a daemon: our own supervisor does
    record InstallPackages(String manager, List<String> packages, boolean keepDaemonsDown)
            implements Step {
        public InstallPackages {
            packages = List.copyOf(packages);
        }

        @Override
        public String summary() {
            return "install " + String.join(", ", packages);
        }
    }

    /// The opposite. Their configuration files stay.
    record RemovePackages(String manager, List<String> packages) implements Step {
        public RemovePackages {
            packages = List.copyOf(packages);
        }

        @Override
        public String summary() {
            return "remove the packages " + String.join(", ", packages);
        }
    }

    /// A folder with these rights; its parents are made as needed.
    record Directory(String path, int mode) implements Step {
        @Override
        public String summary() {
            return "make " + path + " (" + octal(mode) + ")";
        }
    }

    /// A text file.
    record WriteFile(String path, String content, int mode) implements Step {
        @Override
        public String summary() {
            return "write " + path + " (" + octal(mode) + ")";
        }
    }

    /// A text file that nobody else may see.
    record WriteSecret(String path, Secret content, int mode) implements Step {
        @Override
        public String summary() {
            return "write " + path + " (" + octal(mode) + ")";
        }
    }

    /// A file of ours.
    ///
    /// @param sha256 its checksum in hex; verified on the machine before the file appears
    record SendFile(Path source, String path, int mode, String sha256) implements Step {
        @Override
        public String summary() {
            return "send " + path + " (" + octal(mode) + ")";
        }
    }

    /// A node bundle, unpacked to `/opt/belt/<version>` only when it arrived whole.
    record InstallBundle(NodeBundle bundle) implements Step {
        @Override
        public String summary() {
            return "install the node bundle " + bundle.version();
        }
    }

    /// A symbolic link, switched by rename.
    record Link(String path, String target) implements Step {
        @Override
        public String summary() {
            return "point " + path + " to " + target;
        }
    }

    /// Kernel settings, applied and read back. What the machine cannot set becomes a note, not a failure.
    record Sysctl(Map<String, String> values) implements Step {
        public Sysctl {
            values = new LinkedHashMap<>(values);
        }

        @Override
        public String summary() {
            return values.size() == 1
                    ? "set " + values.entrySet().iterator().next()
                    : "set " + values.size() + " kernel values";
        }
    }

    /// What to do with a daemon.
    enum Action {
        START("start"),
        RESTART("restart"),
        RELOAD("reload"),
        STOP("stop");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// A systemd unit.
    ///
    /// @param enable whether it is (or is not, when stopped) started at boot from now on
    record Service(String unit, Action action, boolean enable) implements Step {
        @Override
        public String summary() {
            String at = action == Action.STOP ? " and disable " : " and enable ";
            return action.word() + (enable ? at : " ") + unit;
        }
    }

    /// A daemon under `/etc/belt/supervise`. RELOAD sends it SIGHUP.
    record Supervise(String daemon, Action action) implements Step {
        @Override
        public String summary() {
            return action.word() + " " + daemon + " under belt's supervisor";
        }
    }

    /// An account becomes a member of a group, which is made where it lacks.
    record JoinGroup(String account, String group) implements Step {
        @Override
        public String summary() {
            return "add the account " + account + " to the group " + group;
        }
    }

    /// A shell script as root, for what has no step of its own.
    ///
    /// @param purpose an infinitive without "to"
    record Exec(String purpose, String script, Duration limit) implements Step {
        @Override
        public String summary() {
            return purpose;
        }
    }

    /// Waits until something holds.
    record WaitFor(Condition condition, Duration limit) implements Step {
        @Override
        public String summary() {
            return "wait for " + condition.describe();
        }
    }

    /// An image archive for the machine's engine.
    ///
    /// @param archive what `docker save` writes
    /// @param reference the name it has in there, for example `hello:latest`
    /// @param identity the image's id (`sha256:…`) or its label `belt.content`, by which an engine that has it is
    ///     recognised
    record LoadImage(Path archive, String reference, String identity) implements Step {
        @Override
        public String summary() {
            return "load the image " + reference;
        }
    }

    /// Files and folders, with all that is in them.
    record Remove(List<String> paths) implements Step {
        public Remove {
            paths = List.copyOf(paths);
        }

        @Override
        public String summary() {
            return "remove " + String.join(", ", paths);
        }
    }

    private static String octal(int mode) {
        return String.format("%04o", mode);
    }
}
