package belt.provision.step;

/// What {@link Step.WaitFor} waits for.
public sealed interface Condition {
    /// What is waited for, to follow "wait for ".
    String describe();

    /// A Unix socket on the machine answers `GET /_ping` with 200.
    ///
    /// @param mayCome a script that fails once waiting is pointless, because the daemon has ended for good
    /// @param evidence a script that prints what explains a failure, the last log lines
    record Ping(String socket, String mayCome, String evidence) implements Condition {
        @Override
        public String describe() {
            return socket;
        }
    }

    /// A TCP port accepts connections, seen from the machine itself.
    record Port(String host, int port) implements Condition {
        @Override
        public String describe() {
            return host + ":" + port;
        }
    }

    /// A path exists, or does not.
    record PathState(String path, boolean present) implements Condition {
        @Override
        public String describe() {
            return present ? path : path + " to vanish";
        }
    }
}
