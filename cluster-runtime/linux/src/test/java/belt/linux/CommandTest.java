package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void keepsBothOutputsAndTheStatus() throws InterruptedException {
        var result = Command.of("sh", "-c", "echo out; echo err >&2; exit 7").run();
        assertThat(result).isEqualTo(new Command.Result(7, "out\n", "err\n"));
    }

    @Test
    void feedsStandardInput() throws InterruptedException {
        assertThat(Command.of("cat").withStdin("one\ntwo\n").output()).isEqualTo("one\ntwo\n");
    }

    @Test
    void doesNotHangOnOutputLargerThanAPipe() throws InterruptedException {
        var result =
                Command.of("sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero")
                        .run();
        assertThat(result.out()).hasSize(300_000);
        assertThat(result.err()).hasSize(300_000);
    }

    @Test
    void saysTheLastWordsOfAFailure() {
        assertThatThrownBy(() ->
                        Command.of("sh", "-c", "echo first; echo no luck >&2; exit 3").output())
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessage("sh ended with status 3: no luck");
    }

    @Test
    void killsWhatTakesTooLong() {
        assertThatThrownBy(() -> Command.of("sleep", "60").within(Duration.ofMillis(100)).run())
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessageContaining("did not end within");
    }

    @Test
    void namesAMissingProgram() {
        assertThatThrownBy(() -> Command.of("/nowhere/no-such-program").run())
                .hasMessage("no-such-program cannot be started");
    }

    @Test
    void doesNotWaitForAChildThatKeepsTheOutputOpen() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(Command.of("sh", "-c", "sleep 20 & echo done").output()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
}
