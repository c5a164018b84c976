package belt.control.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadOrderTest {
    @Test
    void findsANodeOfTheLowestLoadThatIsWanted() {
        var random = new Random(1);
        var order = new LoadOrder();
        Map<Integer, Integer> model = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            int node = random.nextInt(200);
            if (random.nextInt(4) == 0) {
                order.remove(node);
                model.remove(node);
            } else {
                int load = random.nextInt(300);
                order.put(node, load);
                model.put(node, load);
            }
            int from = random.nextInt(200);
            List<Integer> wanted = new ArrayList<>(model.keySet());
            wanted.removeIf(each -> each < from);
            int found = order.first(each -> each >= from, Integer.MAX_VALUE);
            if (wanted.isEmpty()) {
                assertThat(found).isEqualTo(-1);
            } else {
                int lowest = wanted.stream().map(model::get).min(Comparator.naturalOrder()).get();
                assertThat(model.get(found)).isEqualTo(lowest);
            }
        }
    }

    @Test
    void givesUpAfterSoManyNodes() {
        var order = new LoadOrder();
        for (int node = 0; node < 10; node++) {
            order.put(node, node);
        }
        assertThat(order.first(node -> node == 9, 10)).isEqualTo(9);
        assertThat(order.first(node -> node == 9, 9)).isEqualTo(-1);
    }
}
