package belt.cli.service;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.math.BigDecimal;

/// Numbers as service options have them.
final class Numbers {
    private Numbers() {}

    /// A whole number from 0.
    static Long count(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new BeltException.InvalidInput(
                CliProblem.BAD_VALUE, "'" + text + "' is not a whole number from 0");
    }

    /// Processors, `0.5`, as billionths.
    static Long cpus(String text) {
        try {
            var cpus = new BigDecimal(text);
            if (cpus.signum() >= 0) {
                return cpus.movePointRight(9).longValueExact();
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // said below
        }
        throw new BeltException.InvalidInput(
                CliProblem.BAD_VALUE, "'" + text + "' is not a number of processors, as in 0.5");
    }
}
