package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.NodePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchNamesTest {
    @Test
    void shortensRunsInTheirOrder() {
        assertThat(BatchNames.shorten(List.of("node1", "node2", "node3")))
                .containsExactly("node[1:3]");
        assertThat(BatchNames.shorten(List.of("w01.eu", "w03.eu", "w05.eu", "db")))
                .containsExactly("w[01:05:2].eu", "db");
        assertThat(BatchNames.shorten(List.of("b", "a"))).containsExactly("b", "a");
        assertThat(BatchNames.shorten(List.of("n9", "n10", "n09")))
                .containsExactly("n[9:10]", "n09");
        assertThat(BatchNames.shorten(List.of("a3", "a2", "a1"))).containsExactly("a3", "a2", "a1");
    }

    @Test
    void everyInstanceFindsItsNameByItsPlace() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<String> names = names(random);
            Map<String, String> tags = BatchNames.tags(names);
            assertThat(tags.values())
                    .allSatisfy(value -> assertThat(value.length()).isLessThan(257));
            var read = new HashMap<String, List<String>>();
            for (int i = 0; i < names.size(); i++) {
                assertThat(BatchNames.nameOf(tags, i, read)).isEqualTo(names.get(i));
            }
        }
    }

    private static List<String> names(Random random) {
        var names = new ArrayList<String>();
        while (names.size() < 60) {
            String prefix = List.of("node", "web-", "r1n", "x").get(random.nextInt(4));
            int from = random.nextInt(1, 200);
            int step = random.nextInt(1, 4);
            String form = random.nextBoolean() ? "%03d" : "%d";
            for (int i = 0; i < random.nextInt(1, 12); i++) {
                String name = prefix + form.formatted(from + i * step);
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Test
    void aHundredWildNamesAreDividedWhereTheyDoNotFit() {
        var names = new ArrayList<String>();
        var random = new Random(3);
        for (int i = 0; i < 100; i++) {
            names.add("a" + Long.toString(random.nextLong() >>> 1, 36) + "-very-long-machine-name");
        }
        int fit = BatchNames.fit(names, 100);
        assertThat(fit).isBetween(20, 60);
        assertThat(BatchNames.tags(names.subList(0, fit))).hasSizeLessThanOrEqualTo(8);
        assertThat(BatchNames.fit(NodePattern.expand("node[0001:3000]"), 100)).isEqualTo(100);
    }

    @Test
    void aMachineThatIsNotOfABatchHasTheNameOfItsTag() {
        assertThat(BatchNames.nameOf(Map.of("Name", "old"), 0, new HashMap<>())).isEqualTo("old");
    }
}
