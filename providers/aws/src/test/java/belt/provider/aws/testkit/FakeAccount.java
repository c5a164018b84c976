package belt.provider.aws.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One account: its regions, its limits, what goes wrong for it.
final class FakeAccount {
    static final String ID = "123456789012";

    static final Map<String, FakeRegion.Type> TYPES = types();

    private final Map<String, FakeRegion> regions = new LinkedHashMap<>();
    private final Faults faults = new Faults();
    private final Limits limits = new Limits();

    FakeAccount() {
        int number = 0;
        for (String name : List.of("us-east-1", "us-west-2", "eu-west-1", "eu-central-1")) {
            regions.put(name, new FakeRegion(name, ++number));
        }
    }

    Map<String, FakeRegion> regions() {
        return regions;
    }

    Faults faults() {
        return faults;
    }

    Limits limits() {
        return limits;
    }

    private static Map<String, FakeRegion.Type> types() {
        var types = new LinkedHashMap<String, FakeRegion.Type>();
        List<FakeRegion.Type> all =
                List.of(
                        new FakeRegion.Type("t2.micro", 1, 1024, "x86_64", true),
                        new FakeRegion.Type("t3.micro", 2, 1024, "x86_64", true),
                        new FakeRegion.Type("t3.small", 2, 2048, "x86_64", true),
                        new FakeRegion.Type("t3.medium", 2, 4096, "x86_64", true),
                        new FakeRegion.Type("t3.large", 2, 8192, "x86_64", true),
                        new FakeRegion.Type("t4g.micro", 2, 1024, "arm64", true),
                        new FakeRegion.Type("m5.large", 2, 8192, "x86_64", true),
                        new FakeRegion.Type("m5.xlarge", 4, 16384, "x86_64", true),
                        new FakeRegion.Type("c5.large", 2, 4096, "x86_64", true),
                        new FakeRegion.Type("r5.large", 2, 16384, "x86_64", true),
                        new FakeRegion.Type("x9.huge", 96, 393216, "x86_64", true),
                        new FakeRegion.Type("m1.small", 1, 1740, "x86_64", false));
        all.forEach(type -> types.put(type.name(), type));
        return types;
    }
}
