package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.EndpointSpec;
import belt.model.FailureAction;
import belt.model.PortConfig;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.UpdateConfig;
import belt.model.UpdateOrder;
import belt.model.UpdateStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a `Service`.
public final class ServiceJson {
    /// How many tasks a service has, for lists that ask for it.
    ///
    /// @param running observed RUNNING, whatever is desired
    /// @param desired how many there should be
    /// @param completed of the present run of a job
    public record Counts(long running, long desired, long completed) {}

    private ServiceJson() {}

    /// Writes one service where a value is due.
    ///
    /// @param counts null where they were not asked for
    public static void write(JsonWriter out, Service service, @Nullable Counts counts) {
        out.object(o -> {
            MetaJson.members(o, service.id().value(), service.meta());
            o.object("Spec", s -> spec(s, service.spec()));
            ServiceSpec previous = service.previousSpec();
            if (previous != null) {
                o.object("PreviousSpec", s -> spec(s, previous));
            }
            o.object(
                    "Endpoint",
                    e -> {
                        e.object("Spec", s -> endpointMembers(s, service.spec().endpoint()));
                        ports(e, service.ports());
                    });
            updateStatus(o, service.updateStatus());
            if (counts != null) {
                o.object(
                        "ServiceStatus",
                        s -> {
                            s.number("RunningTasks", counts.running());
                            s.number("DesiredTasks", counts.desired());
                            s.number("CompletedTasks", counts.completed());
                        });
            }
            if (isJob(service.spec().mode())) {
                o.object(
                        "JobStatus",
                        j -> {
                            j.object(
                                    "JobIteration",
                                    i -> i.numberIfAny("Index", service.jobIteration()));
                            j.time("LastExecution", service.meta().createdAt());
                        });
            }
        });
    }

    static boolean isJob(ServiceMode mode) {
        return switch (mode) {
            case ServiceMode.ReplicatedJob _, ServiceMode.GlobalJob _ -> true;
            case ServiceMode.Replicated _, ServiceMode.Global _ -> false;
        };
    }

    /// Writes the members of a spec as it is stored, without defaults.
    public static void spec(JsonWriter o, ServiceSpec spec) {
        o.text("Name", spec.name());
        o.texts("Labels", spec.labels());
        o.object("TaskTemplate", t -> TaskSpecJson.members(t, spec.task(), true));
        o.object("Mode", m -> mode(m, spec.mode()));
        update(o, "UpdateConfig", spec.update());
        update(o, "RollbackConfig", spec.rollback());
        if (spec.endpoint() != null) {
            o.object("EndpointSpec", e -> endpointMembers(e, spec.endpoint()));
        }
    }

    private static void mode(JsonWriter o, ServiceMode mode) {
        switch (mode) {
            case ServiceMode.Replicated(long replicas) ->
                    o.object("Replicated", m -> m.number("Replicas", replicas));
            case ServiceMode.Global() -> o.object("Global", _ -> {});
            case ServiceMode.ReplicatedJob(long concurrent, long total) ->
                    o.object(
                            "ReplicatedJob",
                            m -> {
                                m.number("MaxConcurrent", concurrent);
                                m.number("TotalCompletions", total);
                            });
            case ServiceMode.GlobalJob() -> o.object("GlobalJob", _ -> {});
        }
    }

    private static void update(JsonWriter o, String name, @Nullable UpdateConfig config) {
        if (config == null) {
            return;
        }
        FailureAction action = config.failureAction();
        UpdateOrder order = config.order();
        o.object(
                name,
                u -> {
                    u.number("Parallelism", config.parallelism());
                    u.numberIfAny("Delay", config.delay().toNanos());
                    u.text("FailureAction", action == null ? "pause" : Words.of(action));
                    u.durationIfAny("Monitor", config.monitor());
                    u.fraction("MaxFailureRatio", config.maxFailureRatio());
                    u.text("Order", order == null ? "stop-first" : Words.dashed(order));
                });
    }

    private static void endpointMembers(JsonWriter o, @Nullable EndpointSpec endpoint) {
        if (endpoint != null) {
            o.text("Mode", Words.of(endpoint.mode()));
            ports(o, endpoint.ports());
        }
    }

    static void ports(JsonWriter o, List<PortConfig> ports) {
        o.arrayIfAny(
                "Ports",
                ports,
                (w, port) ->
                        w.object(p -> {
                            p.textIfAny("Name", port.name());
                            p.text("Protocol", Words.of(port.protocol()));
                            p.numberIfAny("TargetPort", port.target());
                            p.numberIfAny("PublishedPort", port.published());
                            p.text("PublishMode", Words.of(port.mode()));
                        }));
    }

    private static void updateStatus(JsonWriter o, @Nullable UpdateStatus status) {
        if (status == null) {
            return;
        }
        o.object(
                "UpdateStatus",
                u -> {
                    u.text("State", Words.of(status.state()));
                    u.time("StartedAt", status.startedAt());
                    if (status.completedAt() != null) {
                        u.time("CompletedAt", status.completedAt());
                    }
                    u.textIfAny("Message", status.message());
                });
    }
}
