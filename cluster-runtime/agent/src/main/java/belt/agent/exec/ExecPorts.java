package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.agent.task.TaskWork;
import belt.core.BeltException;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The node's ports that a process is to listen on, one for each port of its service. The process shares the node's
/// network with its neighbours and with the forwarder, so it cannot simply take the target port: it is told a free one
/// in `PORT` and `PORT_<target>`.
///
/// @param ports as a status has them: `published` is the node's port
record ExecPorts(List<PortConfig> ports) {
    ExecPorts {
        ports = List.copyOf(ports);
    }

    /// Chooses ports that are free right now.
    static ExecPorts choose(TaskWork work) {
        var chosen = new ArrayList<PortConfig>();
        for (PortConfig port : work.ports()) {
            boolean given = port.mode() == PublishMode.HOST && port.published() != 0;
            boolean known =
                    chosen.stream()
                            .anyMatch(c ->
                                    c.target() == port.target()
                                            && c.protocol() == port.protocol()
                                            && c.mode() == port.mode());
            if (given) {
                chosen.add(port);
            } else if (!known) {
                chosen.add(port.withPublished(freePort()));
            }
        }
        return new ExecPorts(chosen);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    AgentProblem.EXEC_START, "the node has no free port for a process", e);
        }
    }

    /// `PORT` is the first port, `PORT_80` the one for target 80.
    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        for (PortConfig port : ports) {
            String number = Integer.toString(port.published());
            environment.putIfAbsent("PORT", number);
            environment.putIfAbsent("PORT_" + port.target(), number);
        }
        return environment;
    }

    /// One line a port, for the task's folder.
    String text() {
        var text = new StringBuilder();
        for (PortConfig port : ports) {
            text.append(port.target())
                    .append(' ')
                    .append(port.protocol())
                    .append(' ')
                    .append(port.mode())
                    .append(' ')
                    .append(port.published())
                    .append(' ')
                    .append(port.name())
                    .append('\n');
        }
        return text.toString();
    }

    static ExecPorts parse(String text) {
        return new ExecPorts(
                text.lines()
                        .map(line -> line.split(" ", 5))
                        .map(words ->
                                new PortConfig(
                                        words[4],
                                        Protocol.valueOf(words[1]),
                                        Integer.parseInt(words[0]),
                                        Integer.parseInt(words[3]),
                                        PublishMode.valueOf(words[2])))
                        .toList());
    }
}
