package belt.control.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.control.Specs;
import belt.core.BeltException;
import belt.model.Node;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
    private final Node node =
            Specs.node("Node1", Map.of("zone", "A", "Tier", "1"), Specs.resources(1, 512));

    private boolean matches(String text) {
        return Constraint.parse(text).matches(node);
    }

    @ParameterizedTest
    @CsvSource({
        "node.hostname==node1, true",
        "node.hostname != node1, false",
        "NODE.HOSTNAME==node1, true",
        "node.labels.zone==a, true",
        "node.labels.zone!=a, false",
        "node.labels.Tier==1, true",
        "node.labels.tier==1, false",
        "node.labels.none!=x, true",
        "node.labels.none==x, false",
        "engine.labels.x!=y, true",
        "node.role==worker, true",
        "node.role==manager, false",
        "node.platform.os==linux, true",
        "node.platform.arch==x86_64, true",
        "node.platform.arch==amd64, false",
        "node.ip==10.0.0.1, true",
        "node.ip==10.0.0.0/24, true",
        "node.ip!=10.0.0.0/24, false",
        "node.ip==10.1.0.0/16, false",
        "node.ip!=10.1.0.0/16, true",
        "node.ip==nonsense, false",
        "node.ip!=nonsense, false",
        "node.ip!=2001:db8::/32, true",
        "node.foo==x, false",
        "node.foo!=x, false",
        "node.availability==active, false",
    })
    void meetsOrNot(String text, boolean expected) {
        assertThat(matches(text)).isEqualTo(expected);
    }

    @Test
    void splitsAtTheFirstDoubleEqualSign() {
        assertThatThrownBy(() -> Constraint.parse("node.id==a==b"))
                .hasMessage("value 'a==b' is invalid");
        assertThatThrownBy(() -> Constraint.parse("node.id!=a==b"))
                .hasMessage("key 'node.id!=a' is invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "node.id=x, 'constraint expected one operator from ==, !='",
        "node.id, 'constraint expected one operator from ==, !='",
        "1node==x, 'key ''1node'' is invalid'",
        "n==x, 'key ''n'' is invalid'",
        "node.id==, 'value '''' is invalid'",
        "node.id==a&b, 'value ''a&b'' is invalid'",
    })
    void refusesWithSwarmsTexts(String text, String message) {
        assertThatThrownBy(() -> Constraint.parse(text))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage(message);
    }
}
