package belt.provision;

import belt.provision.facts.HostFacts;
import belt.templates.NodeFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The kernel profile of a node, sized from the cluster. The neighbour table is what broke first at a few thousand nodes
/// (the tables of the Swarm3k project): its hard limit has to hold twice what one node may talk to.
///
/// @param nodes how many nodes the cluster has or will have, at least 1
/// @param tasksPerNode how many tasks on other nodes one node may talk to, counted per node
public record SysctlProfile(int nodes, int tasksPerNode) {
    private static final long FLOOR = 8192;

    /// One key.
    ///
    /// @param atLeast whether a higher value that is there already stays
    private record Setting(String key, long value, boolean atLeast) {}

    /// What of the profile applies to one machine.
    ///
    /// @param dropIn what the file says: everything that exists on the machine
    /// @param toApply what differs now
    /// @param notes what the machine does not have, or has refused
    public record Fit(Map<String, String> dropIn, Map<String, String> toApply, List<String> notes) {
        public Fit {
            dropIn = new LinkedHashMap<>(dropIn);
            toApply = new LinkedHashMap<>(toApply);
            notes = List.copyOf(notes);
        }
    }

    /// What the numbers are good for. It changes only when they do, so that one more node does not make every other
    /// node's file differ.
    public String describe() {
        return "up to " + neighbours() / 2 + " neighbours";
    }

    /// `net.ipv4.neigh.default.gc_thresh3`: a power of two, at least twice of nodes plus their tasks, at least 8192.
    long neighbours() {
        long wanted = 2L * (nodes + (long) nodes * tasksPerNode);
        long power = FLOOR;
        while (power < wanted && power < 1L << 30) {
            power <<= 1;
        }
        return power;
    }

    private List<Setting> settings() {
        long hard = neighbours();
        var all = new ArrayList<Setting>();
        for (String family : List.of("ipv4", "ipv6")) {
            String prefix = "net." + family + ".neigh.default.gc_thresh";
            all.add(new Setting(prefix + 1, hard / 2, true)); // nothing is collected below this
            all.add(new Setting(prefix + 2, hard - hard / 8, true));
            all.add(new Setting(prefix + 3, hard, true));
        }
        all.add(new Setting("net.ipv4.ip_forward", 1, false));
        all.add(new Setting("net.core.somaxconn", 4096, true));
        all.add(new Setting("net.netfilter.nf_conntrack_max", 262_144, true));
        all.add(new Setting("fs.inotify.max_user_instances", 8192, true));
        all.add(new Setting("fs.inotify.max_user_watches", 524_288, true));
        return all;
    }

    /// What a machine has to set that nobody has looked at: every key, and whether a higher value stays.
    List<NodeFile.JoinScript.Setting> unseen() {
        return settings().stream()
                .map(each ->
                        new NodeFile.JoinScript.Setting(each.key(), each.value(), each.atLeast()))
                .toList();
    }

    /// The keys that have to be read.
    List<String> keys() {
        return settings().stream().map(Setting::key).toList();
    }

    /// Compares with a machine.
    Fit fit(HostFacts facts) {
        Set<String> refused =
                Set.copyOf(
                        facts.content(NodePaths.SYSCTL_REFUSED)
                                .orElse("")
                                .lines()
                                .distinct()
                                .toList());
        Map<String, String> dropIn = new LinkedHashMap<>();
        Map<String, String> toApply = new LinkedHashMap<>();
        var notes = new ArrayList<String>();
        var absent = new ArrayList<String>();
        for (Setting setting : settings()) {
            String now = facts.kernel().get(setting.key());
            if (now == null) {
                absent.add(setting.key());
                continue;
            }
            String wanted = wanted(setting, now);
            dropIn.put(setting.key(), wanted);
            if (now.equals(wanted)) {
                continue;
            }
            if (refused.contains(setting.key() + "=" + wanted)) {
                notes.add(
                        setting.key() + " cannot be set here, stays " + now + ", wanted " + wanted);
            } else {
                toApply.put(setting.key(), wanted);
            }
        }
        if (!absent.isEmpty()) {
            notes.add(
                    "not on this machine, its host has to set them: " + String.join(", ", absent));
        }
        return new Fit(dropIn, toApply, notes);
    }

    private static String wanted(Setting setting, String now) {
        boolean number = now.matches("\\d{1,18}");
        return setting.atLeast() && number && Long.parseLong(now) > setting.value()
                ? now
                : Long.toString(setting.value());
    }
}
