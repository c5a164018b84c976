package belt.simulator;

/// The simulation could not be carried out; says nothing about the bounds.
public final class SimulationFailed extends Exception {
    private static final long serialVersionUID = 1;

    public SimulationFailed(String message) {
        super(message);
    }

    public SimulationFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
