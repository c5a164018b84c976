package belt.provider.aws;

import belt.provider.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/// What a size costs, without asking another service (docs/adr/0130): on demand from a small dated table, spot from EC2's
/// own history. Linux, without disks, addresses and traffic. Unknown is said, never guessed.
final class Prices {
    /// When the table was looked up.
    static final String AS_OF = "2025-06";

    /// Regions whose price list is the same, and that the table is of.
    private static final Set<String> LISTED = Set.of("us-east-1", "us-east-2", "us-west-2");

    /// Dollars an hour of a family's `large`; the other sizes follow from it.
    private static final Map<String, String> LARGE =
            Map.ofEntries(
                    Map.entry("t2", "0.0928"),
                    Map.entry("t3", "0.0832"),
                    Map.entry("t3a", "0.0752"),
                    Map.entry("t4g", "0.0672"),
                    Map.entry("m5", "0.096"),
                    Map.entry("m6i", "0.096"),
                    Map.entry("m6g", "0.077"),
                    Map.entry("m7i", "0.1008"),
                    Map.entry("m7g", "0.0816"),
                    Map.entry("c5", "0.085"),
                    Map.entry("c6i", "0.085"),
                    Map.entry("c6g", "0.068"),
                    Map.entry("c7i", "0.08925"),
                    Map.entry("c7g", "0.0725"),
                    Map.entry("r5", "0.126"),
                    Map.entry("r6i", "0.126"),
                    Map.entry("r6g", "0.1008"));

    /// What a size costs, in sixteenths of `large`.
    private static final Map<String, Integer> SIXTEENTHS =
            Map.ofEntries(
                    Map.entry("nano", 1),
                    Map.entry("micro", 2),
                    Map.entry("small", 4),
                    Map.entry("medium", 8),
                    Map.entry("large", 16),
                    Map.entry("xlarge", 32),
                    Map.entry("2xlarge", 64),
                    Map.entry("4xlarge", 128),
                    Map.entry("8xlarge", 256),
                    Map.entry("12xlarge", 384),
                    Map.entry("16xlarge", 512),
                    Map.entry("24xlarge", 768));

    private Prices() {}

    /// The price on demand; empty if the table does not have it.
    static Optional<Price> onDemand(String region, String type) {
        int dot = type.indexOf('.');
        if (dot < 0 || !LISTED.contains(region)) {
            return Optional.empty();
        }
        String large = LARGE.get(type.substring(0, dot));
        Integer sixteenths = SIXTEENTHS.get(type.substring(dot + 1));
        if (large == null || sixteenths == null) {
            return Optional.empty();
        }
        BigDecimal hour =
                new BigDecimal(large)
                        .multiply(BigDecimal.valueOf(sixteenths))
                        .divide(BigDecimal.valueOf(16), 6, RoundingMode.HALF_UP);
        return Optional.of(Price.hourly(hour));
    }

    /// The dearest of the latest spot prices in a region's zones; empty if EC2 tells none.
    static Optional<Price> spot(Ec2Region region, String type) throws InterruptedException {
        return region
                .call(
                        "DescribeSpotPriceHistory",
                        ec2 ->
                                ec2.describeSpotPriceHistory(each ->
                                        each.instanceTypesWithStrings(type)
                                                .productDescriptions("Linux/UNIX")
                                                .startTime(region.pace().now())))
                .spotPriceHistory()
                .stream()
                .map(SpotPrice::spotPrice)
                .map(BigDecimal::new)
                .max(Comparator.naturalOrder())
                .map(Price::hourly);
    }
}
