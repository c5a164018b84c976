package belt.agent.task;

import belt.agent.problem.AgentProblem;
import belt.core.BeltException;
import belt.model.ContainerSpec;
import belt.model.Mount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fills `{{.Service.Name}}` and its like into a spec for one task (swarm-semantics §1.5): the fields, and
/// `{{index .Service.Labels "key"}}`; not Go's whole template language.
public final class TaskTemplate {
    /// Every task may know who it is; the service's own settings come later and win.
    private static final List<String> IDENTITY =
            List.of(
                    "BELT_TASK_NAME={{.Service.Name}}.{{.Task.Slot}}",
                    "BELT_NODE={{.Node.Hostname}}");

    private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?}}");
    private static final Pattern LABEL =
            Pattern.compile("index\\s+\\.Service\\.Labels\\s+\"([^\"]*)\"");

    private final TaskWork work;

    public TaskTemplate(TaskWork work) {
        this.work = work;
    }

    /// The task's container spec with everything filled in that may hold templates: environment values, mounts, the host
    /// name.
    ///
    /// @throws BeltException.InvalidInput if a template names what does not exist
    public ContainerSpec filledSpec() {
        ContainerSpec spec = work.spec().task().container();
        return new ContainerSpec(
                spec.image(),
                spec.labels(),
                spec.command(),
                spec.args(),
                fill(spec.hostname()),
                Stream.concat(IDENTITY.stream(), spec.env().stream()).map(this::fill).toList(),
                spec.dir(),
                spec.user(),
                spec.groups(),
                spec.tty(),
                spec.openStdin(),
                spec.readOnly(),
                spec.stopSignal(),
                spec.stopGracePeriod(),
                spec.init(),
                spec.hosts(),
                spec.mounts().stream().map(this::fill).toList(),
                spec.secrets(),
                spec.configs(),
                spec.healthcheck(),
                spec.dns(),
                spec.sysctls(),
                spec.capabilityAdd(),
                spec.capabilityDrop(),
                spec.ulimits(),
                spec.isolation(),
                spec.oomScoreAdj());
    }

    /// The text with its templates filled in.
    public String fill(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        Matcher action = ACTION.matcher(text);
        var filled = new StringBuilder();
        while (action.find()) {
            action.appendReplacement(
                    filled, Matcher.quoteReplacement(value(action.group(1), text)));
        }
        return action.appendTail(filled).toString();
    }

    private Mount fill(Mount mount) {
        return new Mount(
                mount.type(),
                fill(mount.source()),
                fill(mount.target()),
                mount.readOnly(),
                mount.consistency(),
                mount.propagation(),
                mount.nonRecursive(),
                mount.createMountpoint(),
                fill(mount.volume()),
                mount.tmpfs());
    }

    private Mount.@Nullable VolumeOptions fill(Mount.@Nullable VolumeOptions volume) {
        return volume == null
                ? null
                : new Mount.VolumeOptions(
                        volume.noCopy(),
                        filled(volume.labels()),
                        volume.driver(),
                        filled(volume.driverOptions()),
                        volume.subpath());
    }

    private Map<String, String> filled(Map<String, String> values) {
        var filled = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> filled.put(key, fill(value)));
        return filled;
    }

    private String value(String expression, String text) {
        Matcher label = LABEL.matcher(expression);
        if (label.matches()) {
            return work.spec().labels().getOrDefault(label.group(1), "");
        }
        if (expression.startsWith(".Service.Labels.")) {
            return work.spec()
                    .labels()
                    .getOrDefault(expression.substring(".Service.Labels.".length()), "");
        }
        return switch (expression) {
            case ".Service.ID" -> work.task().serviceId().value();
            case ".Service.Name" -> work.spec().name();
            case ".Node.ID" -> work.node().id().value();
            case ".Node.Hostname" -> work.node().hostname();
            case ".Node.Platform.Architecture" -> work.node().platform().architecture();
            case ".Node.Platform.OS" -> work.node().platform().os();
            case ".Task.ID" -> work.id().value();
            case ".Task.Name" -> work.name();
            case ".Task.Slot" -> work.slot();
            default ->
                    throw new BeltException.InvalidInput(
                            AgentProblem.TEMPLATE,
                            "template "
                                    + text
                                    + " of service "
                                    + work.spec().name()
                                    + " names the unknown field "
                                    + expression);
        };
    }
}
