package belt.cli.file;

import java.util.List;
import java.util.Map;

/// A service as a file asks for it.
///
/// @param name its name
/// @param exec whether it is a plain process instead of a container
/// @param image empty for plain processes
/// @param command what to run; empty = the image's own
/// @param global one task on every node instead of a number
/// @param replicas how many tasks; of no meaning for global ones
/// @param ports what is published
/// @param env `KEY=VALUE`, in the file's order
/// @param constraints where its tasks may run
/// @param labels service labels
/// @param memoryBytes limit; 0 = none
/// @param nanoCpus limit; 0 = none
public record ServiceWish(
        String name,
        boolean exec,
        String image,
        List<String> command,
        boolean global,
        int replicas,
        List<Port> ports,
        List<String> env,
        List<String> constraints,
        Map<String, String> labels,
        long memoryBytes,
        long nanoCpus) {
    public ServiceWish {
        command = List.copyOf(command);
        ports = List.copyOf(ports);
        env = List.copyOf(env);
        constraints = List.copyOf(constraints);
        labels = Map.copyOf(labels);
    }

    /// @param published port on the nodes; 0 = chosen by the cluster
    /// @param target port of the task
    /// @param protocol `tcp` or `udp`
    /// @param host only on nodes that run a task, instead of on all nodes
    public record Port(int published, int target, String protocol, boolean host) {
        /// Reads `8080:80`, `80`, `8080:80/udp`, `8080:80/tcp@host`.
        ///
        /// @throws IllegalArgumentException with what is wrong
        public static Port parse(String text) {
            String rest = text;
            boolean host = rest.endsWith("@host");
            rest = host ? rest.substring(0, rest.length() - 5) : rest;
            int slash = rest.indexOf('/');
            String protocol = slash < 0 ? "tcp" : rest.substring(slash + 1);
            rest = slash < 0 ? rest : rest.substring(0, slash);
            if (!List.of("tcp", "udp").contains(protocol)) {
                throw new IllegalArgumentException("the protocol is neither tcp nor udp");
            }
            int colon = rest.indexOf(':');
            int published = colon < 0 ? 0 : port(rest.substring(0, colon));
            return new Port(published, port(rest.substring(colon + 1)), protocol, host);
        }

        private static int port(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is no port: write PUBLISHED:TARGET, as in 8080:80");
        }

        @Override
        public String toString() {
            return (published == 0 ? "" : published + ":")
                    + target
                    + "/"
                    + protocol
                    + (host ? "@host" : "");
        }
    }
}
