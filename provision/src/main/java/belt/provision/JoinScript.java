package belt.provision;

import belt.core.BeltException;
import belt.provision.step.NodeBundle;
import belt.templates.NodeFile;
import belt.templates.NodeFileRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the script by which a machine becomes a node by itself at its first boot: the plan that is otherwise carried out
/// over SSH, for a machine that nobody has looked at. It holds no secret but the ticket, for which it leaves a gap.
///
/// @param cluster the cluster's name
/// @param managers where to ask, host:port
/// @param rootPem the cluster's root certificate
/// @param bundles the node bundles that those managers hand out, one an architecture
/// @param engine whether it gets an engine
/// @param labels engine labels, `key=value`
/// @param kernel how its kernel is tuned
/// @param operator a script of the operator's own that runs first; empty for none
public record JoinScript(
        String cluster,
        List<String> managers,
        String rootPem,
        List<NodeBundle> bundles,
        boolean engine,
        List<String> labels,
        SysctlProfile kernel,
        String operator) {
    private static final String NAMES = "@BELT_NAMES@";
    private static final String TICKET = "@BELT_TICKET@";

    private static final String END_OF_OPERATOR = "END_OF_OPERATOR";

    public JoinScript {
        managers = List.copyOf(managers);
        bundles = List.copyOf(bundles);
        labels = List.copyOf(labels);
    }

    /// The script with its gaps.
    ///
    /// @throws BeltException.InvalidInput if something in it cannot be written in a script
    public String text(NodeFileRenderer renderer) {
        if (bundles.isEmpty()) {
            throw new BeltException.NotFound(
                    ProvisionProblem.NO_BUNDLE, "there is no node bundle to hand out");
        }
        if (operator.lines().anyMatch(END_OF_OPERATOR::equals)) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.USER_DATA,
                    "the user data has a line " + END_OF_OPERATOR + ", which belt uses itself");
        }
        Map<String, String> settings =
                kernel.unseen().stream()
                        .collect(
                                Collectors.toMap(
                                        NodeFile.JoinScript.Setting::key,
                                        each -> Long.toString(each.value()),
                                        (one, _) -> one,
                                        LinkedHashMap::new));
        return renderer.render(
                new NodeFile.JoinScript(
                        cluster,
                        String.join(" ", managers),
                        bundles.stream()
                                .map(each ->
                                        new NodeFile.JoinScript.Bundle(
                                                each.version(), each.arch(), each.sha256()))
                                .toList(),
                        new NodeFile.JoinScript.Kernel(
                                renderer.render(
                                        new NodeFile.SysctlDropIn(kernel.describe(), settings)),
                                kernel.unseen()),
                        rootPem.strip() + "\n",
                        files(renderer),
                        operator.strip()));
    }

    private NodeFile.JoinScript.Files files(NodeFileRenderer renderer) {
        var services = new ArrayList<NodeFile.SuperviseScript.Service>();
        if (engine) {
            services.add(EnginePlanner.SERVICE);
        }
        services.add(NodePlanner.BELTD_SERVICE);
        return new NodeFile.JoinScript.Files(
                renderer.render(
                        new NodeFile.BeltdConfig(
                                "@BELT_ADDRESS@",
                                "@BELT_NAME@",
                                engine ? NodePaths.ENGINE_SOCKET : "",
                                labels,
                                "info")),
                renderer.render(new NodeFile.BeltdUnit(NodePaths.BELTD, NodePaths.CONFIG, engine)),
                renderer.render(new NodeFile.SuperviseScript(services)),
                engine
                        ? renderer.render(new NodeFile.EngineConfig(EngineSettings.fresh(labels)))
                        : "");
    }

    /// Fills the gaps for one call of the provider.
    ///
    /// @param script what {@link #text} gave
    /// @param names the call's machines, in the call's order
    /// @param ticket theirs
    public static String filled(String script, List<String> names, String ticket) {
        return script.replace(NAMES, String.join(" ", names)).replace(TICKET, ticket);
    }
}
