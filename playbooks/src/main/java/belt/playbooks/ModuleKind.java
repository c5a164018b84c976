package belt.playbooks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The modules that belt knows, with the arguments that it understands of each.
enum ModuleKind {
    APT("apt", false, "name", "name state update_cache"),
    PACKAGE("package", false, "name", "name state"),
    COPY("copy", false, "dest", "src content dest mode"),
    TEMPLATE("template", false, "src dest", "src dest mode"),
    FILE("file", false, "path", "path state mode src"),
    SYSCTL("sysctl", false, "name", "name value state sysctl_file reload"),
    SERVICE("service", false, "name", "name state enabled"),
    SYSTEMD("systemd", false, "name", "name state enabled"),
    COMMAND("command", true, "", "cmd argv chdir creates removes"),
    SHELL("shell", true, "", "cmd chdir creates removes"),
    WAIT_FOR("wait_for", false, "", "host port path timeout state");

    /// Under this name stands a free text.
    static final String RAW = "cmd";

    private final String word;
    private final boolean freeForm;
    private final String required;
    private final String keys;

    /// @param required words, divided by blanks
    /// @param keys the same
    ModuleKind(String word, boolean freeForm, String required, String keys) {
        this.word = word;
        this.freeForm = freeForm;
        this.required = required;
        this.keys = keys;
    }

    String word() {
        return word;
    }

    boolean freeForm() {
        return freeForm;
    }

    Set<String> required() {
        return required.isEmpty() ? Set.of() : Set.of(required.split(" "));
    }

    Set<String> keys() {
        return Set.of(keys.split(" "));
    }

    /// Ansible's other names of an argument.
    String canonical(String key) {
        return switch (this) {
            case APT, PACKAGE ->
                    key.equals("pkg") ? "name" : key.equals("update-cache") ? "update_cache" : key;
            case FILE -> key.equals("dest") ? "path" : key;
            case SYSCTL -> key.equals("key") ? "name" : key.equals("val") ? "value" : key;
            case SERVICE, SYSTEMD -> key.equals("unit") && this == SYSTEMD ? "name" : key;
            case COPY, TEMPLATE, COMMAND, SHELL, WAIT_FOR -> key;
        };
    }

    /// Also by its full name, `ansible.builtin.copy`; `sysctl` is known as `ansible.posix.sysctl`.
    static Optional<ModuleKind> find(String name) {
        String word =
                name.startsWith("ansible.builtin.")
                        ? name.substring("ansible.builtin.".length())
                        : name.equals("ansible.posix.sysctl") ? "sysctl" : name;
        String known = word.equals("systemd_service") ? "systemd" : word;
        return Arrays.stream(values()).filter(kind -> kind.word.equals(known)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ModuleKind::word).toList();
    }
}
