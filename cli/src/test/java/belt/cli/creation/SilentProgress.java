package belt.cli.creation;

import belt.cli.term.Progress;

/// Shows nothing.
final class SilentProgress implements Progress {
    @Override
    public void expect(int nodes) {}

    @Override
    public void state(String node, String what) {}

    @Override
    public void done(String node, String what) {}

    @Override
    public void failed(String node, String why) {}

    @Override
    public void note(String line) {}

    @Override
    public void close() {}
}
