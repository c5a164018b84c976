package belt.control.orchestrator;

import belt.control.ControlProblem;
import belt.control.constraint.Constraint;
import belt.core.BeltException;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;

/// What the control loops ask of a spec; to be checked before it is stored.
public final class SpecRules {
    private SpecRules() {}

    /// @throws BeltException.InvalidInput if a constraint cannot be read, in Swarm's words, or the mode is one that
    ///     nothing runs yet
    public static void check(ServiceSpec spec) {
        Constraint.parse(spec.task().placement().constraints());
        switch (spec.mode()) {
            case ServiceMode.Replicated _, ServiceMode.Global _ -> {}
            case ServiceMode.ReplicatedJob _ -> throw unsupported("replicated-job");
            case ServiceMode.GlobalJob _ -> throw unsupported("global-job");
        }
    }

    private static BeltException unsupported(String mode) {
        return new BeltException.InvalidInput(
                ControlProblem.INVALID_SPEC,
                "service mode "
                        + mode
                        + " is not supported yet: use replicated or global, with"
                        + " restart condition none or on-failure for tasks that end");
    }
}
