package belt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service as stored.
///
/// @param id its id
/// @param meta version and times
/// @param spec what the user wants now
/// @param specVersion changes whenever the spec does; tasks refer to a spec by it
/// @param previousSpec for `rollback`; null before the first update
/// @param previousSpecVersion the version of that spec; 0 before the first update
/// @param ports the ports with every published number filled in
/// @param updateStatus null before the first update
/// @param jobIteration counts runs of a job
public record Service(
        ServiceId id,
        Meta meta,
        ServiceSpec spec,
        long specVersion,
        @Nullable ServiceSpec previousSpec,
        long previousSpecVersion,
        List<PortConfig> ports,
        @Nullable UpdateStatus updateStatus,
        long jobIteration) {
    public Service {
        ports = List.copyOf(ports);
    }

    public Service withMeta(Meta other) {
        return new Service(
                id,
                other,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                ports,
                updateStatus,
                jobIteration);
    }

    public Service withUpdateStatus(@Nullable UpdateStatus other) {
        return new Service(
                id,
                meta,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                ports,
                other,
                jobIteration);
    }

    public Service withPorts(List<PortConfig> other) {
        return new Service(
                id,
                meta,
                spec,
                specVersion,
                previousSpec,
                previousSpecVersion,
                other,
                updateStatus,
                jobIteration);
    }

    /// The service with another spec; the present one becomes the previous one. The store gives the versions.
    public Service withSpec(ServiceSpec other) {
        return new Service(
                id, meta, other, 0, spec, specVersion, ports, updateStatus, jobIteration);
    }
}
