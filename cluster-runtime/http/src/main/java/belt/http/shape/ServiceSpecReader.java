package belt.http.shape;

import belt.http.server.ApiError;
import belt.model.EndpointSpec;
import belt.model.PortConfig;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.UpdateConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a `ServiceSpec` as clients send it.
public final class ServiceSpecReader {
    private ServiceSpecReader() {}

    /// Reads the whole; what it means is checked elsewhere.
    ///
    /// @throws ApiError 400 for wrong types, unknown words, and what this runtime cannot do
    public static ServiceSpec read(Fields spec) {
        return new ServiceSpec(
                spec.text("Name"),
                spec.textMap("Labels"),
                TaskSpecReader.read(spec),
                mode(spec.object("Mode")),
                update(spec.objectIfAny("UpdateConfig")),
                update(spec.objectIfAny("RollbackConfig")),
                endpoint(spec.objectIfAny("EndpointSpec")));
    }

    private static ServiceMode mode(Fields mode) {
        List<ServiceMode> said = new ArrayList<>();
        Fields replicated = mode.objectIfAny("Replicated");
        if (replicated != null) {
            Long replicas = replicated.numberIfAny("Replicas");
            said.add(new ServiceMode.Replicated(replicas == null ? 1 : replicas));
        }
        if (mode.has("Global")) {
            said.add(new ServiceMode.Global());
        }
        Fields job = mode.objectIfAny("ReplicatedJob");
        if (job != null) {
            Long concurrent = job.numberIfAny("MaxConcurrent");
            Long total = job.numberIfAny("TotalCompletions");
            long atOnce = concurrent == null ? 1 : concurrent;
            said.add(new ServiceMode.ReplicatedJob(atOnce, total == null ? atOnce : total));
        }
        if (mode.has("GlobalJob")) {
            said.add(new ServiceMode.GlobalJob());
        }
        if (said.size() > 1) {
            throw ApiError.badRequest("must specify only one service mode");
        }
        return said.isEmpty() ? new ServiceMode.Replicated(1) : said.getFirst();
    }

    private static @Nullable UpdateConfig update(@Nullable Fields config) {
        return config == null
                ? null
                : new UpdateConfig(
                        config.number("Parallelism"),
                        config.duration("Delay"),
                        Words.failureAction(config.text("FailureAction")),
                        config.durationIfAny("Monitor"),
                        config.fraction("MaxFailureRatio"),
                        Words.order(config.text("Order")));
    }

    private static @Nullable EndpointSpec endpoint(@Nullable Fields endpoint) {
        if (endpoint == null) {
            return null;
        }
        List<PortConfig> ports =
                endpoint.objects("Ports").stream()
                        .map(port ->
                                new PortConfig(
                                        port.text("Name"),
                                        Words.protocol(port.text("Protocol")),
                                        port(port, "TargetPort"),
                                        port(port, "PublishedPort"),
                                        Words.publishMode(port.text("PublishMode"))))
                        .toList();
        return new EndpointSpec(Words.endpointMode(endpoint.text("Mode")), ports);
    }

    private static int port(Fields port, String name) {
        long number = port.number(name);
        if (number < 0 || number > 65_535) {
            throw ApiError.badRequest("invalid " + name + " " + number + ": a port is 1 to 65535");
        }
        return (int) number;
    }
}
