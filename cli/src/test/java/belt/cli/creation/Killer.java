package belt.cli.creation;

/// Kills a belt at the n-th point where it touches the world. From then on it is dead: nothing it does has an effect.
final class Killer {
    /// What nothing catches.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(String where) {
            super("killed " + where);
        }
    }

    private int left;
    private boolean dead;

    /// @param points how many points to pass; the next one kills
    Killer(int points) {
        this.left = points;
    }

    static Killer never() {
        return new Killer(Integer.MAX_VALUE);
    }

    synchronized void point(String where) {
        if (dead || left-- == 0) {
            dead = true;
            throw new Killed(where);
        }
    }

    synchronized boolean dead() {
        return dead;
    }
}
