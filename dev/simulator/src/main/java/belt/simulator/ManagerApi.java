package belt.simulator;

import belt.http.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What the bench asks of a manager. Every request is one that a client may send.
final class ManagerApi {
    private final UnixHttp http;

    ManagerApi(Path socket) {
        this.http = new UnixHttp(socket);
    }

    boolean answers() {
        try {
            http.send("GET", "/belt/v1/node", "");
            return true;
        } catch (IOException | SimulationFailed e) {
            return false; // not listening yet
        }
    }

    /// Makes the cluster. Managers run no tasks, so that only simulated nodes do.
    void init(String address) throws IOException, SimulationFailed {
        http.send(
                "POST",
                "/v1.45/swarm/init",
                "{\"AdvertiseAddr\":\"" + address + "\",\"Availability\":\"drain\"}");
    }

    void join(String address, String leader, String token) throws IOException, SimulationFailed {
        http.send(
                "POST",
                "/v1.45/swarm/join",
                "{\"AdvertiseAddr\":\"%s\",\"RemoteAddrs\":[\"%s\"],\"JoinToken\":\"%s\",\"Availability\":\"drain\"}"
                        .formatted(address, leader, token));
    }

    /// @param role `Worker` or `Manager`
    String token(String role) throws IOException, SimulationFailed {
        return text(member(member(http.send("GET", "/v1.45/swarm", ""), "JoinTokens"), role));
    }

    /// @return the service's id
    String create(String name, int replicas) throws IOException, SimulationFailed {
        String body =
                """
                {"Name":"%s","TaskTemplate":{"ContainerSpec":{"Image":"hello:latest"}},
                 "Mode":{"Replicated":{"Replicas":%d}}}\
                """
                        .formatted(name, replicas);
        return text(member(http.send("POST", "/v1.45/services/create", body), "ID"));
    }

    void remove(String service) throws IOException, SimulationFailed {
        http.send("DELETE", "/v1.45/services/" + service, "");
    }

    /// How many tasks of the service the leader's store shows as running.
    long running(String service) throws IOException, SimulationFailed {
        String filters =
                URLEncoder.encode("{\"id\":[\"" + service + "\"]}", StandardCharsets.UTF_8);
        Json answer = http.send("GET", "/v1.45/services?status=true&filters=" + filters, "");
        return answer instanceof Json.Arr(var services) && services.size() == 1
                ? number(member(member(services.getFirst(), "ServiceStatus"), "RunningTasks"))
                : -1;
    }

    boolean leads() throws IOException, SimulationFailed {
        Json raft = http.send("GET", "/belt/v1/raft", "");
        return raft instanceof Json.Obj(var members)
                && members.get("Role") instanceof Json.Text(var role)
                && role.equals("leader");
    }

    /// How far a manager's log has come.
    ///
    /// @param entries index of the last entry applied
    /// @param bytes what the entries took that it applied since it started
    record LogPosition(long entries, long bytes) {}

    LogPosition log() throws IOException, SimulationFailed {
        Json raft = http.send("GET", "/belt/v1/raft", "");
        return new LogPosition(
                number(member(raft, "Applied")), number(member(raft, "AppliedBytes")));
    }

    private static Json member(Json json, String name) throws SimulationFailed {
        Json found = json instanceof Json.Obj(var members) ? members.get(name) : null;
        if (found == null) {
            throw new SimulationFailed("an answer has no " + name);
        }
        return found;
    }

    private static String text(Json json) throws SimulationFailed {
        if (json instanceof Json.Text(var value)) {
            return value;
        }
        throw new SimulationFailed("an answer has no text where one is due");
    }

    private static long number(Json json) throws SimulationFailed {
        if (json instanceof Json.Num(var digits)) {
            return Long.parseLong(digits);
        }
        throw new SimulationFailed("an answer has no number where one is due");
    }
}
