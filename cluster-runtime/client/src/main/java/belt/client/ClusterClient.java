package belt.client;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The API of one node, for the operator: Docker's, and `/belt/v1`. Reads and changes of the cluster work on any manager;
/// one that does not lead passes them on. Several threads may use one client at once.
///
/// Every call raises {@link BeltException}: `Unreachable` where nobody answers or no manager can decide, `NotFound`,
/// `Conflict` where the object changed since its version was read, `InvalidInput` for what the API refuses,
/// `MissingCredentials` where we are not let in. The API's own message is kept.
public final class ClusterClient implements AutoCloseable {
    /// The port of the API on every node.
    public static final int PORT = 2376;

    private static final byte[] NOTHING = new byte[0];

    private final Wire wire;

    private ClusterClient(Wire wire) {
        this.wire = wire;
    }

    /// A client of a node. Nothing is sent yet.
    ///
    /// @param address the node's address, without a port
    /// @param patience how long a connection may take; answers may take two minutes, since joining does
    public static ClusterClient of(Credentials credentials, String address, Duration patience) {
        return of(credentials, address, PORT, patience);
    }

    /// As {@link #of(Credentials, String, Duration)} on another port.
    public static ClusterClient of(
            Credentials credentials, String address, int port, Duration patience) {
        var waits = new Wire.Patience(patience, Duration.ofMinutes(2));
        return new ClusterClient(new Wire(credentials, address, port, waits));
    }

    /// `10.77.1.1:2376`.
    public String place() {
        return wire.place();
    }

    // the node itself

    /// How a node stands.
    ///
    /// @param membership `inactive`, `pending`, `error`, `locked`, `active/worker`, `active/manager`
    /// @param leaderless whether it is a manager that knows of no leader
    public record Standing(String membership, boolean leaderless) {
        public boolean manager() {
            return membership.equals("active/manager");
        }
    }

    /// How the node stands, of which nothing else is asked.
    public Standing ping() {
        Wire.Reply reply = wire.ask("GET", "/_ping", NOTHING);
        return new Standing(reply.header("swarm"), reply.header("belt-leader").equals("none"));
    }

    public JsonObject info() {
        return object(get("/info"));
    }

    public JsonObject version() {
        return object(get("/version"));
    }

    public NodeInfo node() {
        return NodeInfo.of(object(get("/belt/v1/node")));
    }

    /// The node's own logs. Close the stream to end it.
    ///
    /// @param unit `beltd` or `engine`
    /// @param tail the last lines; negative for all
    public InputStream unitLog(String unit, long tail, boolean follow) {
        var query = new LinkedHashMap<String, String>();
        query.put("unit", unit);
        query.put("tail", tail < 0 ? "all" : Long.toString(tail));
        query.put("follow", follow ? "1" : "0");
        return wire.stream("/belt/v1/logs" + query(query));
    }

    // membership

    /// Makes a cluster of this node.
    ///
    /// @param advertise the address by which other nodes reach it; empty = as configured on the node
    /// @return the node's id
    public String initCluster(String advertise) {
        var body =
                JsonObject.empty()
                        .put("0.0.0.0:2377", "ListenAddr")
                        .put(advertise, "AdvertiseAddr")
                        .put(List.of(), "DefaultAddrPool")
                        .put(24L, "SubnetSize")
                        .put(JsonObject.empty(), "Spec");
        try {
            return String.valueOf(JsonObject.parseAny(post("/swarm/init", body)));
        } catch (IOException e) {
            throw notUnderstood(e);
        }
    }

    /// Makes this node a member of a cluster.
    ///
    /// @param managers their addresses with the cluster port
    public void join(List<String> managers, Secret token, String advertise) {
        post(
                "/swarm/join",
                JsonObject.empty()
                        .put("0.0.0.0:2377", "ListenAddr")
                        .put(advertise, "AdvertiseAddr")
                        .put(managers, "RemoteAddrs")
                        .put(token.reveal(), "JoinToken"));
    }

    public void leave(boolean force) {
        wire.ask("POST", "/swarm/leave" + (force ? "?force=1" : ""), NOTHING);
    }

    /// The cluster's document, without its join tokens.
    public JsonObject cluster() {
        return object(get("/swarm")).remove("JoinTokens");
    }

    public SwarmTokens tokens() {
        JsonObject cluster = object(get("/swarm"));
        return new SwarmTokens(
                Secret.of(cluster.text("JoinTokens", "Worker")),
                Secret.of(cluster.text("JoinTokens", "Manager")));
    }

    // tickets

    /// Makes a join ticket valid, or changes whom it lets in and until when.
    ///
    /// @param id the digest of its text: {@code JoinToken.id()}
    /// @param role `worker` or `manager`
    /// @param batch what the machines belong together by
    /// @param names whom it lets in, each once
    /// @param valid how long from now on
    public void putTicket(
            String id, String role, String batch, List<String> names, Duration valid) {
        wire.ask(
                "PUT",
                "/belt/v1/tickets/" + id,
                JsonObject.empty()
                        .put(role, "Role")
                        .put(batch, "Batch")
                        .put(names, "Names")
                        .put(valid.toSeconds(), "Seconds")
                        .bytes());
    }

    /// Takes a ticket back; nothing happens if there is none.
    public void removeTicket(String id) {
        wire.ask("DELETE", "/belt/v1/tickets/" + id, NOTHING);
    }

    /// Who came with a manager's ticket and waits to be let in.
    public List<WaitingNode> waiting() {
        return list("/belt/v1/waiting").stream().map(WaitingNode::of).toList();
    }

    /// Lets a node in that waits.
    public void accept(String node) {
        wire.ask("POST", "/belt/v1/nodes/" + node + "/accept", NOTHING);
    }

    /// The cluster's root certificate in PEM, exactly as join tokens have its digest.
    public String rootPem() {
        return cluster().text("TLSInfo", "TrustRoot");
    }

    // nodes

    public List<NodeSummary> nodes() {
        return list("/nodes").stream().map(NodeSummary::of).toList();
    }

    /// @param name id, host name, or an id's beginning
    public NodeSummary requireNode(String name) {
        return NodeSummary.of(object(get("/nodes/" + word(name))));
    }

    /// Replaces a node's spec.
    ///
    /// @param seen the node as it was read
    public void updateNode(NodeSummary seen, JsonObject spec) {
        post("/nodes/" + word(seen.id()) + "/update?version=" + seen.version(), spec);
    }

    public void removeNode(String name, boolean force) {
        wire.ask("DELETE", "/nodes/" + word(name) + (force ? "?force=1" : ""), NOTHING);
    }

    // services

    /// All services, with the numbers of their tasks.
    public List<ServiceSummary> services() {
        return list("/services?status=true").stream().map(ServiceSummary::of).toList();
    }

    /// @param name id, name, or an id's beginning
    public ServiceSummary requireService(String name) {
        return ServiceSummary.of(object(get("/services/" + word(name))));
    }

    /// As {@link #requireService}; empty if there is none.
    public Optional<ServiceSummary> findService(String name) {
        try {
            return Optional.of(requireService(name));
        } catch (BeltException.NotFound _) {
            return Optional.empty();
        }
    }

    /// A service's document with every default filled in.
    public JsonObject serviceDocument(String name) {
        return object(get("/services/" + word(name) + "?insertDefaults=true"));
    }

    /// @return the new service's id
    public String createService(ServiceDraft draft) {
        return createService(draft.spec());
    }

    /// @param spec in the API's form
    /// @return the new service's id
    public String createService(JsonObject spec) {
        return object(post("/services/create", spec)).text("ID");
    }

    /// Makes an existing service what a draft says; parts of its spec that a draft does not speak of stay.
    public void updateService(String id, ServiceDraft draft) {
        ServiceSummary seen = requireService(id);
        updateService(seen, draft.over(seen.spec()));
    }

    /// Replaces a service's spec.
    ///
    /// @param seen the service as it was read
    public void updateService(ServiceSummary seen, JsonObject spec) {
        post(servicePath(seen), spec);
    }

    /// Takes a service back to what it was before its last update.
    public void rollbackService(ServiceSummary seen) {
        post(servicePath(seen) + "&rollback=previous", seen.spec());
    }

    private static String servicePath(ServiceSummary seen) {
        return "/services/"
                + word(seen.id())
                + "/update?registryAuthFrom=spec&version="
                + seen.version();
    }

    public void removeService(String name) {
        wire.ask("DELETE", "/services/" + word(name), NOTHING);
    }

    // tasks

    /// Tasks by filters in the API's words: `service`, `node`, `desired-state`, `name`, `id`, `_up-to-date`.
    public List<TaskSummary> tasks(Map<String, List<String>> filters) {
        return list("/tasks" + filters(filters)).stream().map(TaskSummary::of).toList();
    }

    /// @param name id, or an id's beginning
    public TaskSummary requireTask(String name) {
        return TaskSummary.of(object(get("/tasks/" + word(name))));
    }

    /// What a service's tasks print.
    ///
    /// @param tail the last lines of each task; negative for all
    public LogStream serviceLogs(String id, long tail, boolean follow) {
        return logs("/services/" + word(id) + "/logs", tail, follow);
    }

    /// What a task prints.
    ///
    /// @param tail the last lines; negative for all
    public LogStream taskLogs(String id, long tail, boolean follow) {
        return logs("/tasks/" + word(id) + "/logs", tail, follow);
    }

    private LogStream logs(String path, long tail, boolean follow) {
        var query = new LinkedHashMap<String, String>();
        query.put("details", "1");
        query.put("stdout", "1");
        query.put("stderr", "1");
        query.put("follow", follow ? "1" : "0");
        query.put("tail", tail < 0 ? "all" : Long.toString(tail));
        return new LogStream(wire.stream(path + query(query)), place());
    }

    // how

    private byte[] get(String path) {
        return wire.ask("GET", path, NOTHING).body();
    }

    private byte[] post(String path, JsonObject body) {
        return wire.ask("POST", path, body.bytes()).body();
    }

    private JsonObject object(byte[] text) {
        try {
            return JsonObject.parse(text);
        } catch (IOException e) {
            throw notUnderstood(e);
        }
    }

    private List<JsonObject> list(String path) {
        try {
            return JsonObject.parseList(get(path));
        } catch (IOException e) {
            throw notUnderstood(e);
        }
    }

    private BeltException notUnderstood(IOException e) {
        return new BeltException.OperationFailed(
                ClientProblem.NOT_UNDERSTOOD,
                place() + " answered what belt does not understand: " + e.getMessage(),
                e);
    }

    private static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String filters(Map<String, List<String>> filters) {
        if (filters.isEmpty()) {
            return "";
        }
        var json = JsonObject.empty();
        filters.forEach((name, values) -> json.put(values, name));
        return query(Map.of("filters", json.toString()));
    }

    private static String query(Map<String, String> values) {
        return "?"
                + values.entrySet().stream()
                        .map(each -> each.getKey() + "=" + word(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        wire.close();
    }
}
