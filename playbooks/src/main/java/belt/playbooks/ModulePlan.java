package belt.playbooks;

import belt.provision.step.Step;
import java.util.List;

/// What a task comes to on one node.
sealed interface ModulePlan {
    /// Nothing has to be done.
    ModulePlan NOTHING = new Steps(List.of());

    /// Steps that change the node; none if it is as wanted.
    record Steps(List<Step> steps) implements ModulePlan {
        public Steps {
            steps = List.copyOf(steps);
        }
    }

    /// A wait, which changes nothing.
    record Wait(Step.WaitFor step) implements ModulePlan {}

    /// A command, of which nobody knows whether it changes something.
    ///
    /// @param summary one line for people
    record Command(String summary, String script) implements ModulePlan {}
}
