package belt.provider.aws;

import belt.provider.Price;
import belt.provider.ProviderOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/// What a size costs, without asking another service (docs/adr/0130): on demand from the operator's own list, else from a
/// small dated table; spot from EC2's own history. Linux, without disks, addresses and traffic. Unknown is said, never
/// guessed.
///
/// @param own `REGION TYPE` → dollars an hour, from the operator's file
/// @param source where prices are from, with its date, for the note beside them
record Prices(Map<String, BigDecimal> own, String source) {
    /// When the table was written.
    static final String AS_OF = "2025-06";

    private static final String TABLE =
            "EC2's of " + AS_OF + ", from a table in belt: AWS may have changed them";

    private static final String FORM = "REGION TYPE DOLLARS-AN-HOUR";

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

    /// With the list of the option `prices`, if there is one.
    ///
    /// @throws belt.core.BeltException.InvalidInput for a file that cannot be read, or a line that is no price
    static Prices of(ProviderOptions options) {
        return options.find("prices")
                .map(file -> read(options, file))
                .orElseGet(() -> new Prices(Map.of(), TABLE));
    }

    private static Prices read(ProviderOptions options, String file) {
        var own = new HashMap<String, BigDecimal>();
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length == 3) {
                    own.put(words[0] + " " + words[1], new BigDecimal(words[2]));
                } else if (!words[0].isEmpty()) {
                    throw options.bad("prices", "its line '" + line + "' is not: " + FORM);
                }
            }
            String day = Files.getLastModifiedTime(Path.of(file)).toString().substring(0, 10);
            return new Prices(own, "those of " + file + " of " + day + ", else " + TABLE);
        } catch (NumberFormatException e) {
            throw options.bad("prices", "a line of it has no price; each is: " + FORM);
        } catch (IOException | InvalidPathException e) {
            throw options.bad("prices", "it cannot be read: " + e);
        }
    }

    /// The price on demand; empty if nobody has it.
    Optional<Price> onDemand(String region, String type) {
        BigDecimal known = own.get(region + " " + type);
        return known != null ? Optional.of(Price.hourly(known)) : listed(region, type);
    }

    private static Optional<Price> listed(String region, String type) {
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
