package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The walk-through of 2016, line by line, in the order of the README.
class WalkThroughIT {
    private static final List<String> NODES = List.of("node1", "node2", "node3", "node4");

    @TempDir private Path folder;
    private Operator operator;

    @RegisterExtension
    final AfterTestExecutionCallback portrait =
            context -> {
                if (context.getExecutionException().isPresent()) {
                    System.err.println(operator.portrait(NODES));
                }
            };

    @BeforeEach
    void needs() {
        Needs.assumeMet();
        operator = new Operator(Operator.CLONE, folder);
    }

    @AfterEach
    void cleanUp() throws Exception {
        operator.belt("rm", "-y", "--accept-risk", "data-loss", "node[1:4]");
    }

    @Test
    void everyLineOf2016() throws Exception {
        ok("cluster", "new", "--driver", "local", "demo");
        ok("use", "demo");
        machines();
        swarm();
        service();
        ok("rm", "-y", "--accept-risk", "data-loss", "node[1:4]");
        assertThat(ok("ls").lines().skip(1)).isEmpty();
    }

    private void machines() throws Exception {
        String made = ok("create", "512mb", "node[1:4]");
        assertThat(words(made.lines().findFirst().orElse("")))
                .containsExactly("NAME", "IPv4", "MEMORY", "REGION", "IMAGE", "STATUS");
        assertThat(made.lines().skip(1)).hasSize(4).allMatch(line -> line.endsWith("active"));
        assertThat(ok("ls")).isEqualTo(made);
        ok("status", "--wait", "active=4");
        assertThat(ok("active", "node1")).isEqualTo("demo/node1\n");
        assertThat(ok("active")).isEqualTo("demo/node1\n");
        String address = ok("ip", "node2").strip();
        assertThat(made.lines().filter(line -> words(line).getFirst().equals("node2")))
                .singleElement()
                .satisfies(line -> assertThat(words(line).get(1)).isEqualTo(address));
        assertThat(ok("ssh", "node2", "--", "uname", "-a")).startsWith("Linux node2 ");
    }

    private void swarm() throws Exception {
        assertThat(ok("docker", "swarm", "init"))
                .contains("Swarm initialized: current node (")
                .contains("is now a manager.")
                .contains("docker swarm join --token SWMTKN-1-");
        assertThat(ok("swarm", "join", "node1", "node[2:4]").lines())
                .containsExactlyInAnyOrder(
                        "node2: This node joined a swarm as a worker.",
                        "node3: This node joined a swarm as a worker.",
                        "node4: This node joined a swarm as a worker.");
        assertThat(ok("docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}}").lines())
                .containsExactlyInAnyOrder(
                        "node1 Ready", "node2 Ready", "node3 Ready", "node4 Ready");
    }

    private void service() throws Exception {
        ok(
                "docker",
                "service",
                "create",
                "--name",
                "web",
                "--replicas",
                "2",
                "-p",
                "8080:80",
                "hello");
        assertThat(ok("docker", "service", "scale", "web=4")).contains("web scaled to 4");
        assertThat(ok("docker", "service", "ls").lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(" web ").contains(" 4/4 "));
        assertThat(ok("docker", "service", "ps", "web"))
                .contains("web.1")
                .contains("web.4")
                .contains("Running");
        for (String node : NODES) {
            String url = "http://" + ok("ip", node).strip() + ":8080/";
            Operator.eventually(url + " answers", () -> get(url).contains("hello from task web."));
        }
        assertThat(ok("docker", "service", "rm", "web")).isEqualTo("web\n");
    }

    private String get(String url) {
        try {
            return operator.get(url);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ok(String... words) throws Exception {
        return operator.belt(words).succeeds().out();
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
