package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.pki.PkiProblem;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void travels() {
        assertThat(Verdict.decode(Verdict.ACCEPTED.encode())).isEqualTo(Verdict.ACCEPTED);
        var refused = Verdict.refused(PkiProblem.EXPIRED, "since \"yesterday\"\nor so");
        assertThat(Verdict.decode(refused.encode())).isEqualTo(refused);
        assertThat(Verdict.decode(new byte[0])).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void isCutWhereItIsTooLong() {
        var refused = Verdict.refused(PkiProblem.EXPIRED, "x".repeat(100_000));
        assertThat(refused.encode()).hasSizeLessThan(2_000);
        assertThat(Verdict.decode(refused.encode()).code()).isEqualTo(PkiProblem.EXPIRED.id());
    }

    @Test
    void keepsAReasonThatThisBuildDoesNotKnow() {
        BeltException problem =
                Verdict.refused(CoreProblem.DEADLINE, "come back tomorrow").problem("node1:2377");
        assertThat(problem.code()).isEqualTo(TransportProblem.TURNED_AWAY);
        assertThat(problem).hasMessage("node1:2377 does not let us in: come back tomorrow");
        assertThat(problem.detail()).contains("its reason is deadline-passed");
    }
}
