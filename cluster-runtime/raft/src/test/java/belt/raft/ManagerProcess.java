package belt.raft;

import belt.core.BeltException;
import belt.model.ClusterId;
import belt.model.NodeId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// A manager as a process of its own, steered by lines on its standard input: one answer a line.
final class ManagerProcess {
    private ManagerProcess() {}

    /// @param args cluster, node, port, folder, mode
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[2]);
        var settings =
                RaftSettings.of(
                        new RaftSettings.Member(
                                new ClusterId(args[0]),
                                new NodeId(args[1]),
                                "127.0.0.1:" + port,
                                "127.0.0.1",
                                port),
                        Path.of(args[3]),
                        null);
        var manager = new TestManager(settings);
        try (RaftNode node =
                        RaftNode.start(
                                settings,
                                StartMode.valueOf(args[4]),
                                manager.store,
                                manager,
                                InstantSource.system());
                var in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("started");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(answer(node, manager, line.split(" ", -1)));
            }
        }
    }

    private static String answer(RaftNode node, TestManager manager, String[] words)
            throws Exception {
        try {
            return switch (words[0]) {
                case "leads" -> Boolean.toString(node.isLeader());
                case "put" -> {
                    node.propose(Samples.create(words[1])).get(10, TimeUnit.SECONDS);
                    yield "ok";
                }
                case "add" -> {
                    node.addMember(new NodeId(words[1]), words[2], Duration.ofSeconds(20));
                    yield "ok";
                }
                case "names" -> String.join(",", Samples.names(manager));
                default -> "unknown";
            };
        } catch (BeltException e) {
            return e.code().id();
        } catch (ExecutionException e) {
            return e.getCause() instanceof BeltException ours ? ours.code().id() : e.toString();
        }
    }
}
