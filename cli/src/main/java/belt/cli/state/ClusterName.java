package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;

/// What a cluster may be called: its name is a folder and part of host names, bridges and tags.
final class ClusterName {
    private static final int LONGEST = 40;

    private ClusterName() {}

    /// @return the name
    static String check(String name) {
        if (name.length() > LONGEST
                || !name.matches("[A-Za-z][A-Za-z0-9_-]*")
                || name.equals("active")) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_CLUSTER_NAME,
                            "'" + name + "' cannot be a cluster's name")
                    .withDetail("letters, digits and hyphens, beginning with a letter, at most 40");
        }
        return name;
    }
}
