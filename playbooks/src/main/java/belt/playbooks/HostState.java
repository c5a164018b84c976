package belt.playbooks;

import belt.core.BeltException;
import belt.playbooks.TaskEvent.Outcome;
import belt.playbooks.jinja.JinjaException;
import belt.playbooks.jinja.JinjaTemplate;
import belt.playbooks.jinja.Scope;
import belt.provision.facts.HostFacts;
import belt.provision.ssh.SshSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node while a playbook runs: its variables and its sums. Used by one thread at a time.
final class HostState {
    private static final int DEEPEST = 40;

    /// A value out of the playbook, whose texts may be templates. What comes from a node (facts, results) never is one:
    /// a file on a node must not be able to run expressions here.
    private record Written(Object value) {}

    private final String node;
    private final SshSession session;
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private int depth;
    private int ok;
    private int changed;
    private int skipped;
    private @Nullable BeltException failure;

    HostState(String node, SshSession session) {
        this.node = node;
        this.session = session;
        observed("inventory_hostname", node);
        observed("ansible_host", session.target().host());
        observed("ansible_user", session.target().user());
    }

    String node() {
        return node;
    }

    SshSession session() {
        return session;
    }

    boolean alive() {
        return failure == null;
    }

    void fail(BeltException problem) {
        failure = problem;
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case OK, IGNORED -> ok++;
            case CHANGED -> {
                ok++;
                changed++;
            }
            case SKIPPED -> skipped++;
            case FAILED -> {}
        }
    }

    Recap recap() {
        return new Recap(node, ok, changed, skipped, Optional.ofNullable(failure));
    }

    /// A variable of the playbook.
    void written(String name, @Nullable Object value) {
        values.put(name, value == null ? null : new Written(value));
    }

    /// A value that came from the node.
    void observed(String name, @Nullable Object value) {
        values.put(name, value);
    }

    /// Facts under the names that Ansible's users know.
    void learn(HostFacts facts) {
        HostFacts.OperatingSystem os = facts.system();
        observed("ansible_hostname", os.hostname());
        observed("ansible_architecture", os.arch());
        observed("ansible_kernel", os.kernelRelease());
        observed("ansible_memtotal_mb", facts.resources().memoryBytes() / (1024 * 1024));
        observed("ansible_processor_vcpus", (long) facts.resources().cpus());
        if (!os.osId().isEmpty()) {
            observed(
                    "ansible_distribution",
                    os.osId().substring(0, 1).toUpperCase(Locale.ROOT) + os.osId().substring(1));
            observed("ansible_distribution_major_version", Integer.toString(os.osMajor()));
        }
        if (os.osId().equals("debian") || os.osId().equals("ubuntu")) {
            observed("ansible_os_family", "Debian");
        }
    }

    /// The names as an expression sees them now.
    Scope scope(@Nullable Object item) {
        Map<String, @Nullable Object> all = new HashMap<>(values);
        if (item != null) {
            all.put("item", item);
        }
        return new Scope(all, this::read);
    }

    private @Nullable Object read(Object value, Scope scope) {
        return value instanceof Written(Object inner) ? fill(inner, scope) : value;
    }

    /// Fills in the templates of a value out of the playbook.
    @Nullable Object fill(@Nullable Object value, Scope scope) {
        if (++depth > DEEPEST) {
            depth = 0;
            throw new JinjaException(PlaybookProblem.EXPRESSION, -1, "a variable refers to itself");
        }
        try {
            return switch (value) {
                case String text when text.contains("{") -> JinjaTemplate.ofText(text).value(scope);
                case List<?> list -> {
                    var filled = new ArrayList<@Nullable Object>();
                    list.forEach(item -> filled.add(fill(item, scope)));
                    yield filled;
                }
                case Map<?, ?> map -> {
                    Map<String, @Nullable Object> filled = new LinkedHashMap<>();
                    map.forEach((k, v) -> filled.put(String.valueOf(k), fill(v, scope)));
                    yield filled;
                }
                case null, default -> value;
            };
        } finally {
            depth = Math.max(0, depth - 1);
        }
    }
}
