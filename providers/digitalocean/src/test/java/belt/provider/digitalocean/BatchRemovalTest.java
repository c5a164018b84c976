package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.digitalocean.testkit.Faults.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole batches go with one call, and nothing goes with them that shall stay.
class BatchRemovalTest {
    private static final String BY_TAG = "DELETE /v2/droplets";
    private static final String SINGLE = "DELETE /v2/droplets/{droplet_id}";

    @TempDir private Path folder;
    private OceanBed bed;
    private FakeDigitalOcean ocean;
    private List<Machine> machines;

    @BeforeEach
    void open() throws InterruptedException {
        bed = new OceanBed(folder);
        ocean = bed.ocean;
        machines = new ArrayList<>(bed.made(30));
        bed.clock.advance(Duration.ofMinutes(5));
        ocean.forgetCalls();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private void delete(List<Machine> some) throws InterruptedException {
        List<Outcome<Machine>> outcomes = bed.provider.delete(some);
        assertThat(outcomes).extracting(Outcome::node).containsExactlyElementsOf(names(some));
        assertThat(outcomes).allSatisfy(each -> assertThat(each).isInstanceOf(Outcome.Done.class));
    }

    private static List<String> names(List<Machine> some) {
        return some.stream().map(Machine::name).toList();
    }

    private List<Machine> first() {
        String batch = machines.getFirst().batch();
        return new ArrayList<>(
                machines.stream().filter(each -> each.batch().equals(batch)).toList());
    }

    @Test
    void wholeBatchesTakeOneCallEach() throws InterruptedException {
        delete(machines);
        assertThat(ocean.paid()).isEmpty();
        assertThat(ocean.calls()).containsEntry(BY_TAG, 3).doesNotContainKey(SINGLE);
    }

    @Test
    void aPartOfABatchGoesOneByOne() throws InterruptedException {
        List<Machine> some = machines.subList(0, 29);
        delete(some);
        assertThat(ocean.paid()).containsExactly(machines.getLast().name());
        assertThat(ocean.calls()).containsEntry(BY_TAG, 2).containsEntry(SINGLE, 9);
    }

    @Test
    void whatStaysKeepsTheTagFromBeingUsedEvenIfTheRecordsDoNotKnowIt()
            throws InterruptedException {
        List<Machine> batch = first();
        // somebody put our batch's tag on a droplet of theirs
        ocean.addDroplet("theirs", "belt:batch:demo:" + batch.getFirst().batch());
        bed.clock.advance(Duration.ofMinutes(1));
        delete(batch);
        assertThat(ocean.paid()).contains("theirs").doesNotContainAnyElementsOf(names(batch));
        assertThat(ocean.calls()).doesNotContainKey(BY_TAG).containsEntry(SINGLE, batch.size());
    }

    @Test
    void aYoungBatchGoesOneByOneSinceListingsMayLackOneOfIt() throws InterruptedException {
        bed.provider.delete(machines);
        bed.clock.advance(Duration.ofMinutes(1));
        List<Machine> young = bed.made(10);
        ocean.forgetCalls();
        delete(young.subList(0, 10));
        assertThat(ocean.calls()).doesNotContainKey(BY_TAG);
    }

    @Test
    void aRecordOfAnotherClusterRemovesNothing() throws InterruptedException {
        List<Machine> wrong = new ArrayList<>();
        for (Machine each : first()) {
            wrong.add(
                    Machine.named(each.name(), each.id(), each.provider(), "other")
                            .batch(each.batch())
                            .createdAt(each.createdAt())
                            .build());
        }
        assertThat(bed.provider.delete(wrong))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Outcome.Failed.class));
        assertThat(ocean.paid()).hasSize(30);
    }

    @Test
    void aLostReplyIsAskedForAgain() throws InterruptedException {
        ocean.faults().plan(BY_TAG, Fault.LOST_REPLY, 1);
        ocean.faults().plan(BY_TAG, Fault.BAD_GATEWAY_AFTER, 1);
        ocean.faults().plan(BY_TAG, Fault.UNAVAILABLE, 1);
        delete(machines);
        assertThat(ocean.paid()).isEmpty();
        assertThat(ocean.calls()).containsEntry(BY_TAG, 6);
    }

    @Test
    void aCloudThatStaysAwayIsAFailureOfEachMachine() throws InterruptedException {
        ocean.faults().plan(BY_TAG, Fault.UNAVAILABLE, 100);
        assertThat(bed.provider.delete(first()))
                .hasSize(10)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Outcome.Failed.class));
        assertThat(ocean.paid()).hasSize(30);
    }
}
