package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.LogDriver;
import belt.model.NetworkAttachmentConfig;
import belt.model.Placement;
import belt.model.Resources;
import belt.model.RestartPolicy;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import org.jspecify.annotations.Nullable;

/// Writes the members of a `TaskSpec`.
final class TaskSpecJson {
    private TaskSpecJson() {}

    /// @param inService whether this is a service's template: only there does Docker name the container runtime
    static void members(JsonWriter o, TaskSpec task, boolean inService) {
        ContainerSpecJson.write(o, task.container());
        o.object(
                "Resources",
                r -> {
                    r.object("Limits", l -> resources(l, task.limits()));
                    r.object("Reservations", l -> resources(l, task.reservations()));
                });
        restart(o, task.restart());
        placement(o, task.placement());
        o.arrayIfAny("Networks", task.networks(), TaskSpecJson::network);
        logDriver(o, "LogDriver", task.logDriver());
        o.number("ForceUpdate", task.forceUpdate());
        if (task.runtime() == TaskRuntime.EXEC) {
            o.text("Runtime", TaskSpecReader.EXEC);
        } else if (inService) {
            o.text("Runtime", "container");
        }
    }

    static void resources(JsonWriter o, Resources resources) {
        o.numberIfAny("NanoCPUs", resources.nanoCpus());
        o.numberIfAny("MemoryBytes", resources.memoryBytes());
        o.numberIfAny("Pids", resources.pids());
        o.arrayIfAny(
                "GenericResources",
                resources.generic(),
                (w, each) -> {
                    boolean named = !each.value().isEmpty();
                    w.object(g ->
                            g.object(
                                    named ? "NamedResourceSpec" : "DiscreteResourceSpec",
                                    s -> {
                                        s.text("Kind", each.kind());
                                        if (named) {
                                            s.text("Value", each.value());
                                        } else {
                                            s.number("Value", each.count());
                                        }
                                    }));
                });
    }

    private static void restart(JsonWriter o, RestartPolicy policy) {
        if (policy.equals(RestartPolicy.DEFAULT)) {
            return;
        }
        o.object(
                "RestartPolicy",
                r -> {
                    r.text("Condition", Words.dashed(policy.conditionOrDefault()));
                    r.durationIfAny("Delay", policy.delay());
                    r.number("MaxAttempts", policy.maxAttempts());
                    r.durationIfAny("Window", policy.window());
                });
    }

    private static void placement(JsonWriter o, Placement placement) {
        o.object(
                "Placement",
                p -> {
                    p.textsIfAny("Constraints", placement.constraints());
                    p.arrayIfAny(
                            "Preferences",
                            placement.spreadOver(),
                            (w, descriptor) ->
                                    w.object(x ->
                                            x.object(
                                                    "Spread",
                                                    s -> s.text("SpreadDescriptor", descriptor))));
                    p.numberIfAny("MaxReplicas", placement.maxReplicas());
                    p.arrayIfAny(
                            "Platforms",
                            placement.platforms(),
                            (w, platform) ->
                                    w.object(x -> {
                                        x.textIfAny("Architecture", platform.architecture());
                                        x.textIfAny("OS", platform.os());
                                    }));
                });
    }

    private static void network(JsonWriter out, NetworkAttachmentConfig network) {
        out.object(o -> {
            o.textIfAny("Target", network.target());
            o.textsIfAny("Aliases", network.aliases());
            o.textsIfAny("DriverOpts", network.driverOptions());
        });
    }

    static void logDriver(JsonWriter o, String name, @Nullable LogDriver driver) {
        if (driver != null) {
            o.object(
                    name,
                    d -> {
                        d.textIfAny("Name", driver.name());
                        d.textsIfAny("Options", driver.options());
                    });
        }
    }
}
