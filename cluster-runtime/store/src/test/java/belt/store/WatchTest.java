package belt.store;

import static belt.store.Samples.apply;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchTest {
    private static final Duration NONE = Duration.ZERO;
    private final Store store = new Store();

    @Test
    void showsWhatWasThereAndThenEveryChangeInOrder() throws Exception {
        apply(store, new Action.PutNode(Samples.node(1), 0));
        var seen = new ArrayList<String>();
        try (Watch watch =
                store.watch(view -> view.nodes().forEach(node -> seen.add(node.spec().name())))) {
            assertThat(seen).containsExactly("node1");
            apply(store, new Action.PutNode(Samples.node(2), 0));
            apply(
                    store,
                    new Action.PutNode(Samples.node(3), 0),
                    new Action.RemoveNode(Samples.nodeId(1)));
            List<Change> changes = watch.next(NONE);
            assertThat(changes).hasSize(3);
            assertThat(changes)
                    .extracting(WatchTest::name)
                    .containsExactly("+node2", "+node3", "-node1");
            assertThat(watch.next(NONE)).isEmpty();
        }
    }

    private static String name(Change change) {
        return switch (change) {
            case Change.OfNode(var before, var after) ->
                    after != null
                            ? "+" + after.spec().name()
                            : "-" + (before == null ? "" : before.spec().name());
            default -> change.toString();
        };
    }

    @Test
    void bringsOnlyTheWantedKindsButAlwaysTheBigOnes() throws Exception {
        try (Watch watch = store.watch(_ -> {}, Change.OfService.class)) {
            apply(store, new Action.PutNode(Samples.node(1), 0));
            assertThat(watch.next(NONE)).isEmpty();
            apply(store, new Action.PutService(Samples.service(1), 0));
            assertThat(watch.next(NONE)).hasOnlyElementsOfType(Change.OfService.class);
            store.resetSoft();
            assertThat(watch.next(NONE)).containsExactly(new Change.OfEverything());
        }
    }

    @Test
    void wakesAndEnds() throws Exception {
        Watch watch = store.watch(_ -> {});
        watch.wake();
        assertThat(watch.next()).isEmpty();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        ended.complete(watch.next() == null);
                    } catch (InterruptedException e) {
                        ended.completeExceptionally(e);
                    }
                });
        watch.close();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        apply(store, new Action.PutNode(Samples.node(1), 0));
        assertThat(watch.next(NONE)).isNull();
    }

    @Test
    void aLookInBetweenTakesChangesButNoWake() throws Exception {
        try (Watch watch = store.watch(_ -> {})) {
            watch.wake();
            apply(store, new Action.PutNode(Samples.node(1), 0));
            assertThat(watch.poll()).hasSize(1);
            assertThat(watch.poll()).isEmpty();
            assertThat(watch.next()).isEmpty(); // would wait for ever without the wake
        }
        Watch ended = store.watch(_ -> {});
        ended.close();
        assertThat(ended.poll()).isNull();
    }

    @Test
    void aConflictIsNoChange() throws Exception {
        try (Watch watch = store.watch(_ -> {})) {
            apply(store, new Action.PutNode(Samples.node(1), 7));
            assertThat(watch.next(NONE)).isEmpty();
        }
    }
}
