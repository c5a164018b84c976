package belt.cli.operate;

import belt.cli.command.Call;
import belt.cli.creation.CreationProblem;
import belt.cli.problem.CliProblem;
import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.provider.CreatePlan;
import belt.provider.Price;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What machines cost, and whether the operator agrees.
///
/// @param price of all of them; null if the provider does not say
public record Cost(@Nullable Price price) {
    /// Nothing to pay.
    public static final Cost NONE = new Cost(Price.ZERO);

    public static Cost of(CreatePlan plan) {
        return new Cost(plan.price().orElse(null));
    }

    /// Both together.
    public Cost plus(Cost other) {
        return price == null || other.price == null
                ? new Cost(null)
                : new Cost(price.plus(other.price));
    }

    public boolean isNothing() {
        return price != null && price.equals(Price.ZERO);
    }

    /// One line for the plan.
    public String line() {
        return price == null
                ? "cost: the provider does not tell"
                : isNothing() ? "no cost" : "cost: " + price;
    }

    /// Makes sure that the operator agrees: by a budget that suffices, else by an answer. What costs nothing is not asked
    /// about.
    ///
    /// @param budget `50` or `50/month`, `0.5/hour`; null for none
    /// @throws BeltException.Refused if it is over the budget, or not confirmed
    public void agree(Call call, @Nullable String budget, String question) {
        if (budget != null) {
            check(budget);
            return;
        }
        if (!isNothing()) {
            call.prompt().confirm(question + " (" + line() + ")", Risk.COST);
        }
    }

    private void check(String text) {
        boolean hourly = text.toLowerCase(Locale.ROOT).endsWith("/hour");
        BigDecimal limit = amount(text);
        if (price == null) {
            throw new BeltException.Refused(
                            CreationProblem.OVER_BUDGET,
                            "the provider does not tell what these machines cost")
                    .withDetail("a budget of " + text + " cannot be kept");
        }
        if ((hourly ? price.perHour() : price.perMonth()).compareTo(limit) > 0) {
            throw new BeltException.Refused(
                    CreationProblem.OVER_BUDGET,
                    "these machines cost " + price + ", the budget is " + text);
        }
    }

    private static BigDecimal amount(String text) {
        String number = text.replaceFirst("^\\$", "").replaceFirst("(?i)/(hour|month)$", "");
        try {
            return Optional.of(new BigDecimal(number))
                    .filter(value -> value.signum() >= 0)
                    .orElseThrow(() -> bad(text));
        } catch (NumberFormatException _) {
            throw bad(text);
        }
    }

    private static BeltException bad(String text) {
        return new BeltException.InvalidInput(
                CliProblem.BAD_VALUE,
                "--budget: '" + text + "' is no amount such as 50, 50/month or 0.5/hour");
    }
}
