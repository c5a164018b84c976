package belt.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mount of a container.
///
/// @param type `bind`, `volume`, `tmpfs`, `npipe`, `cluster`
/// @param source host path or volume name; empty for anonymous volumes
/// @param target path in the container
/// @param readOnly whether it is read-only
/// @param consistency kept as given
/// @param propagation of a bind; empty = default
/// @param nonRecursive of a bind
/// @param createMountpoint of a bind: make the source folder
/// @param volume options of a volume; null if none
/// @param tmpfs options of a tmpfs; null if none
public record Mount(
        String type,
        String source,
        String target,
        boolean readOnly,
        String consistency,
        String propagation,
        boolean nonRecursive,
        boolean createMountpoint,
        @Nullable VolumeOptions volume,
        @Nullable TmpfsOptions tmpfs) {
    /// @param noCopy do not copy the image's content
    /// @param labels labels
    /// @param driver driver's name; empty = local
    /// @param driverOptions its options
    /// @param subpath path within the volume
    public record VolumeOptions(
            boolean noCopy,
            Map<String, String> labels,
            String driver,
            Map<String, String> driverOptions,
            String subpath) {
        public VolumeOptions {
            labels = Map.copyOf(labels);
            driverOptions = Map.copyOf(driverOptions);
        }
    }

    /// @param sizeBytes 0 = unlimited
    /// @param mode permission bits; 0 = default
    public record TmpfsOptions(long sizeBytes, long mode) {}
}
