package belt.cli.creation;

import belt.core.BeltException;

/// Where it is written down how far machines are. Called from any thread; returns once it is on the disk.
public interface StageLog {
    /// A machine reached a stage. One that it had reached before is not written again.
    void reached(String machine, Stage stage);

    /// A machine got no further than it is.
    void failed(String machine, BeltException problem);

    /// Keeps nothing: for machines that no creation is about.
    static StageLog none() {
        return new StageLog() {
            @Override
            public void reached(String machine, Stage stage) {}

            @Override
            public void failed(String machine, BeltException problem) {}
        };
    }
}
