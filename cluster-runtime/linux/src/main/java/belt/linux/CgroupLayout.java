package belt.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How this host's control groups are laid out: version 2 alone (`/sys/fs/cgroup`), version 1 (one hierarchy per set of
/// controllers), or both (hybrid: version 1 has the controllers, version 2 only tracks processes).
///
/// @param hierarchies every mounted hierarchy once, the one that tracks processes best first
public record CgroupLayout(List<Hierarchy> hierarchies) {
    private static final Set<String> V1_CONTROLLERS =
            Set.of(
                    "cpu",
                    "cpuacct",
                    "cpuset",
                    "memory",
                    "devices",
                    "freezer",
                    "blkio",
                    "pids",
                    "net_cls",
                    "net_prio",
                    "perf_event",
                    "hugetlb",
                    "rdma",
                    "misc");

    public CgroupLayout {
        hierarchies = List.copyOf(hierarchies);
    }

    /// One mounted hierarchy.
    ///
    /// @param root where its root group is mounted
    /// @param unified whether it is version 2
    /// @param options how it is mounted again elsewhere: `cpu,cpuacct`, `none,name=systemd`; empty for version 2
    /// @param controllers its controllers; for version 2 those that its root group offers
    public record Hierarchy(Path root, boolean unified, String options, Set<String> controllers) {
        public Hierarchy {
            controllers = Set.copyOf(controllers);
        }
    }

    /// What is mounted here.
    public static CgroupLayout detect(MountTable table) {
        var found = new ArrayList<Hierarchy>();
        var seen = new HashSet<String>();
        for (MountTable.Mount mount : table.ofType("cgroup2")) {
            if (seen.add("")) {
                found.add(new Hierarchy(mount.point(), true, "", offered(mount.point())));
            }
        }
        for (MountTable.Mount mount : table.ofType("cgroup")) {
            Hierarchy hierarchy = version1(mount);
            if (seen.add(hierarchy.options())) {
                found.add(hierarchy);
            }
        }
        return new CgroupLayout(found);
    }

    /// The hierarchy that limits this resource; empty if the host has none.
    public Optional<Hierarchy> find(String controller) {
        return hierarchies.stream()
                .filter(hierarchy -> hierarchy.controllers().contains(controller))
                .findFirst();
    }

    /// Whether version 2 is all there is.
    public boolean unifiedOnly() {
        return hierarchies.size() == 1 && hierarchies.getFirst().unified();
    }

    /// The group of that path below every hierarchy's root, whether it exists or not.
    ///
    /// @param path relative, for example `belt/k3x9`
    public ControlGroup group(String path) {
        return new ControlGroup(this, path);
    }

    private static Hierarchy version1(MountTable.Mount mount) {
        var controllers = new ArrayList<String>();
        String name = "";
        for (String option : mount.superOptions()) {
            if (V1_CONTROLLERS.contains(option)) {
                controllers.add(option);
            } else if (option.startsWith("name=")) {
                name = option;
            }
        }
        String options = controllers.isEmpty() ? "none," + name : String.join(",", controllers);
        return new Hierarchy(mount.point(), false, options, Set.copyOf(controllers));
    }

    private static Set<String> offered(Path root) {
        String text = PseudoFile.read(root.resolve("cgroup.controllers")).orElse("");
        return text.isBlank() ? Set.of() : Set.of(text.strip().split(" "));
    }
}
