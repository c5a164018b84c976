package belt.cli.power;

/// What can be done with a machine's power.
public enum PowerChange {
    /// It runs again; its node comes back.
    START("start", "started"),
    /// It is asked to shut down; its disks stay.
    STOP("stop", "stopped"),
    /// It is stopped and started, or the provider does both at once.
    RESTART("restart", "restarted"),
    /// It stands still at once, whatever it was doing.
    KILL("kill", "killed");

    private final String word;
    private final String done;

    PowerChange(String word, String done) {
        this.word = word;
        this.done = done;
    }

    /// The verb: `stop`.
    public String word() {
        return word;
    }

    /// Its participle: `stopped`.
    public String done() {
        return done;
    }

    /// Whether the machine runs afterwards.
    public boolean up() {
        return this == START || this == RESTART;
    }

    /// Whether the machine stands still at some time.
    public boolean down() {
        return this != START;
    }
}
