package belt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodePatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node3                 | node3",
                "my-node_7.eu          | my-node_7.eu",
                "node[1:4]             | node1 node2 node3 node4",
                "mg[0:2]               | mg0 mg1 mg2",
                "node[5:5]             | node5",
                "node[7]               | node7",
                "node[01:03]           | node01 node02 node03",
                "node[08:11]           | node08 node09 node10 node11",
                "web[08:10].eu         | web08.eu web09.eu web10.eu",
                "w[0098:101]           | w0098 w0099 w0100 w0101",
                "w[9:011]              | w009 w010 w011",
                "node[0:0]             | node0",
                "node[1:9:2]           | node1 node3 node5 node7 node9",
                "node[1:10:4]          | node1 node5 node9",
                "node[01:9:4]          | node01 node05 node09",
                "node[1,3,7:9]         | node1 node3 node7 node8 node9",
                "node[7:9,1,03]        | node7 node8 node9 node1 node03",
                "node[1,1:2]           | node1 node2",
                "r[1:2]n[1:3]          | r1n1 r1n2 r1n3 r2n1 r2n2 r2n3",
                "[1:2][3:4]            | 13 14 23 24",
                "node[a:c]             | nodea nodeb nodec",
                "node[A:E:2]           | nodeA nodeC nodeE",
                "node[b]               | nodeb",
                "192.168.99.[101:103]:2375 | 192.168.99.101:2375 192.168.99.102:2375 192.168.99.103:2375",
                "10.0.[0:1].[1:2]      | 10.0.0.1 10.0.0.2 10.0.1.1 10.0.1.2",
                "root@10.0.0.[1:2]     | root@10.0.0.1 root@10.0.0.2",
                "{sgp1,nyc3}-w[1:3]    | sgp1-w1 sgp1-w2 sgp1-w3 nyc3-w1 nyc3-w2 nyc3-w3",
                "{a,b[1:2],{c,d}x}     | a b1 b2 cx dx",
                "{a}                   | a",
                "a[1:2],b7             | a1 a2 b7",
                "a,b,a                 | a b",
            })
    void expands(String pattern, String names) {
        assertThat(NodePattern.expand(pattern)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "node[4:1]    | 5  | the range runs backwards: write [1:4]",
                "node[c:a]    | 5  | the range runs backwards: write [a:c]",
                "node[1:4     | 4  | '[' is never closed",
                "node[        | 4  | '[' is never closed",
                "node[1:      | 4  | '[' is never closed",
                "node[1,      | 4  | '[' is never closed",
                "node[]       | 5  | a number is missing before ']'",
                "node[1:]     | 7  | a number is missing before ']'",
                "node[:4]     | 5  | a number is missing before ':'",
                "node[1,,2]   | 7  | a number is missing before ','",
                "node[1::2]   | 7  | a number is missing before ':'",
                "node[1:4:0]  | 9  | the step is 0, it must be a number from 1",
                "node[1:4:b]  | 9  | the step is b, it must be a number from 1",
                "node[1:4:1:1] | 10 | expected ',', ':' or ']' but found ':'",
                "node[1-4]    | 6  | expected ',', ':' or ']' but found '-'",
                "node[1 :4]   | 6  | expected ',', ':' or ']' but found ' '",
                "node[-1:4]   | 5  | a number is missing before '-'",
                "node[a:3]    | 7  | a range goes from number to number or from letter to letter",
                "node[1:c]    | 7  | a range goes from number to number or from letter to letter",
                "node[a:C]    | 7  | both letters of a range must be of one case",
                "node[aa:ac]  | 5  | 'aa' is neither a number nor a single letter",
                "node[1a:3]   | 5  | '1a' is neither a number nor a single letter",
                "node[1:9999999999999999999] | 7 | the number has 19 digits, at most 18 are read",
                "node1]       | 5  | ']' closes nothing",
                "node1}       | 5  | '}' closes nothing",
                "{a,b]        | 4  | ']' closes nothing",
                "node[[1:2]]  | 5  | a number is missing before '['",
                "{a,b         | 0  | '{' is never closed",
                "{a,}         | 3  | a word is missing here",
                "{}           | 1  | a word is missing here",
                "a,,b         | 2  | a name is missing here",
                "a,           | 2  | a name is missing here",
                ",a           | 0  | a name is missing here",
                "n%d[1:2]     | 1  | '%' cannot stand in a name",
                "web one      | 3  | ' ' cannot stand in a name",
                "node*        | 4  | '*' selects among existing nodes, it cannot make names",
                "{1..3}       | 2  | a range is written [1:3], not {1..3}",
                "knöte        | 2  | 'ö' cannot stand in a name",
            })
    void refusesWithACaretUnderTheColumn(String pattern, int column, String message) {
        var problem = problemOf(pattern, NodePattern.LIMIT);
        assertThat(problem.code()).isEqualTo(CoreProblem.PATTERN);
        assertThat(problem).hasMessage("'" + pattern + "' is not a node pattern: " + message);
        assertThat(problem.detail()).contains(pattern + "\n" + " ".repeat(column) + "^");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesNothing(String pattern) {
        assertThat(problemOf(pattern, 1)).hasMessageContaining("an empty pattern names no node");
    }

    @Test
    void stopsAtTheLimitWithoutMakingTheNames() {
        assertThat(NodePattern.expand("w[1:10000]")).hasSize(10_000);
        assertThat(problemOf("w[1:10001]", NodePattern.LIMIT))
                .hasMessage("w[1:10001] makes 10001 names, more than the limit of 10000");
        assertThat(problemOf("w[1:999999999999999999][1:999999999999999999]", NodePattern.LIMIT))
                .hasMessageContaining("makes far too many names");
        assertThat(NodePattern.parse("w[00001:20000]").names(20_000))
                .hasSize(20_000)
                .contains("w00042");
    }

    @Test
    void unitesSeveralPatternsInOrderOfFirstMention() {
        assertThat(NodePattern.expandAll(List.of("b[1:2]", "a", "b2"), 10))
                .containsExactly("b1", "b2", "a");
        var problem =
                catchThrowableOfType(
                        BeltException.InvalidInput.class,
                        () -> NodePattern.expandAll(List.of("b[1:2]", "a[1:2]"), 3));
        assertThat(problem).hasMessageContaining("makes 4 names, more than the limit of 3");
    }

    @Test
    void printsAsItWasWritten() {
        assertThat(NodePattern.parse("node[1:4]")).hasToString("node[1:4]");
        assertThat(NodePattern.parse("a[1:4]b[1:5]").count()).isEqualTo(20);
    }

    private static BeltException problemOf(String pattern, int limit) {
        return catchThrowableOfType(
                BeltException.InvalidInput.class, () -> NodePattern.parse(pattern).names(limit));
    }
}
