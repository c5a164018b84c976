package belt.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import belt.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {
    @ParameterizedTest
    @CsvSource({
        "ASSIGNED, RUNNING, ACCEPT",
        "ACCEPTED, RUNNING, PREPARE",
        "PREPARING, READY, PREPARE",
        "READY, READY, NOTHING",
        "READY, RUNNING, START",
        "STARTING, RUNNING, START",
        "RUNNING, RUNNING, WATCH",
        "RUNNING, COMPLETE, WATCH",
        "RUNNING, READY, NOTHING",
        "COMPLETE, RUNNING, NOTHING",
        "ASSIGNED, SHUTDOWN, STOP",
        "RUNNING, SHUTDOWN, STOP",
        "RUNNING, REMOVE, STOP",
        "FAILED, SHUTDOWN, NOTHING",
    })
    void goesOneStepAtATime(TaskState observed, TaskState desired, Step next) {
        assertThat(Step.next(observed, desired, false)).isEqualTo(next);
    }

    @Test
    void removesWhateverTheState() {
        assertThat(Step.next(TaskState.FAILED, TaskState.RUNNING, true)).isEqualTo(Step.REMOVE);
    }
}
