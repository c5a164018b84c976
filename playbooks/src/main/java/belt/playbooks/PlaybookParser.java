package belt.playbooks;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.playbooks.jinja.JinjaException;
import belt.playbooks.jinja.JinjaTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns YAML into plays, and checks all that can be checked without a node.
final class PlaybookParser {
    private static final Set<String> PLAY_KEYS =
            Set.of("name", "hosts", "vars", "tasks", "become", "gather_facts");
    private static final Set<String> TASK_KEYS =
            Set.of(
                    "name",
                    "when",
                    "register",
                    "loop",
                    "with_items",
                    "become",
                    "changed_when",
                    "vars",
                    "args",
                    "ignore_errors");

    /// Known to Ansible's users, so that the message can say more than "unknown".
    private static final Set<String> OTHER_TASK_KEYS =
            Set.of(
                    "notify",
                    "block",
                    "rescue",
                    "always",
                    "tags",
                    "until",
                    "retries",
                    "delay",
                    "delegate_to",
                    "run_once",
                    "failed_when",
                    "no_log",
                    "environment",
                    "become_user",
                    "loop_control",
                    "check_mode",
                    "async",
                    "poll",
                    "listen",
                    "with_dict",
                    "with_file");

    private static final Set<String> OTHER_PLAY_KEYS =
            Set.of(
                    "handlers",
                    "roles",
                    "pre_tasks",
                    "post_tasks",
                    "vars_files",
                    "serial",
                    "strategy",
                    "environment",
                    "tags",
                    "become_user",
                    "remote_user",
                    "any_errors_fatal");

    List<Playbook.Play> plays(Yaml document) {
        if (!(document instanceof Yaml.Sequence(var _, var items))) {
            throw document.place()
                    .wrong(
                            PlaybookProblem.FORM,
                            "a playbook is a list of plays, each begins with '-'");
        }
        return items.stream().map(this::play).toList();
    }

    private Playbook.Play play(Yaml item) {
        Yaml.Mapping play = mapping(item, "a play");
        keys(play, PLAY_KEYS, OTHER_PLAY_KEYS, "a play");
        Yaml hosts = play.get("hosts");
        if (hosts == null) {
            throw play.place().wrong(PlaybookProblem.FORM, "the play has no hosts");
        }
        boolean become = flag(play, "become", false);
        Yaml tasks = play.get("tasks");
        var parsed = new ArrayList<Task>();
        if (tasks != null) {
            if (!(tasks instanceof Yaml.Sequence(var _, var items))) {
                throw tasks.place().wrong(PlaybookProblem.FORM, "tasks is a list");
            }
            items.forEach(task -> parsed.add(task(task, become)));
        }
        String pattern = text(hosts, "hosts");
        return new Playbook.Play(
                name(play, pattern), pattern, flag(play, "gather_facts", true), vars(play), parsed);
    }

    private Task task(Yaml item, boolean playBecomes) {
        Yaml.Mapping task = mapping(item, "a task");
        String moduleKey = moduleKey(task);
        ModuleKind module = ModuleKind.find(moduleKey).orElseThrow();
        var others = new LinkedHashMap<>(task.entries());
        others.remove(moduleKey);
        keys(
                new Yaml.Mapping(task.place(), others, task.keys()),
                TASK_KEYS,
                OTHER_TASK_KEYS,
                "a task");
        if (task.get("vars") != null) {
            throw at(task, "vars")
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            "vars of a single task are not supported by belt: put them into the play");
        }
        var control =
                new Task.Control(
                        conditions(task, "when"),
                        Optional.ofNullable(task.get("register")).map(r -> text(r, "register")),
                        loop(task),
                        conditions(task, "changed_when"),
                        flag(task, "become", playBecomes),
                        flag(task, "ignore_errors", false));
        return new Task(
                name(task, module.word()),
                module,
                arguments(task, moduleKey, module),
                control,
                task.place());
    }

    private static String moduleKey(Yaml.Mapping task) {
        List<String> found =
                task.entries().keySet().stream()
                        .filter(key -> ModuleKind.find(key).isPresent())
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw at(task, found.get(1))
                    .wrong(
                            PlaybookProblem.FORM,
                            "the task calls two modules: " + String.join(" and ", found));
        }
        String odd =
                task.entries().keySet().stream()
                        .filter(key -> !TASK_KEYS.contains(key))
                        .findFirst()
                        .orElseThrow(() ->
                                task.place()
                                        .wrong(PlaybookProblem.FORM, "the task calls no module"));
        if (OTHER_TASK_KEYS.contains(odd)) {
            throw notSupported(task, odd, "a task");
        }
        String hint = Nearest.hint(odd, ModuleKind.words());
        throw at(task, odd)
                .wrong(
                        PlaybookProblem.UNKNOWN_MODULE,
                        "belt has no module " + odd + (hint.isEmpty() ? "" : "; " + hint));
    }

    private Map<String, @Nullable Object> arguments(
            Yaml.Mapping task, String key, ModuleKind module) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        Yaml given = task.get(key);
        switch (given) {
            case Yaml.Mapping m -> fill(arguments, m, module);
            case Yaml.Scalar s when module.freeForm() && !s.text().isBlank() ->
                    arguments.put(ModuleKind.RAW, s.text());
            case Yaml.Scalar s when s.text().contains("=") ->
                    throw s.place()
                            .wrong(
                                    PlaybookProblem.NOT_SUPPORTED,
                                    "arguments as key=value are not supported by belt: write them as a mapping");
            case null, default ->
                    throw at(task, key)
                            .wrong(PlaybookProblem.FORM, module.word() + " needs its arguments");
        }
        if (task.get("args") instanceof Yaml.Mapping more) {
            fill(arguments, more, module);
        } else if (task.get("args") != null) {
            throw at(task, "args").wrong(PlaybookProblem.FORM, "args is a mapping");
        }
        for (String required : module.required()) {
            if (!arguments.containsKey(required)) {
                throw at(task, key)
                        .wrong(PlaybookProblem.FORM, module.word() + " needs " + required);
            }
        }
        checkTemplates(arguments, at(task, key));
        return arguments;
    }

    private static void fill(
            Map<String, @Nullable Object> arguments, Yaml.Mapping given, ModuleKind module) {
        for (Map.Entry<String, Yaml> entry : given.entries().entrySet()) {
            String key = module.canonical(entry.getKey());
            if (!module.keys().contains(key)) {
                String hint = Nearest.hint(key, module.keys());
                throw at(given, entry.getKey())
                        .wrong(
                                PlaybookProblem.UNKNOWN_KEY,
                                module.word()
                                        + " has no argument "
                                        + entry.getKey()
                                        + (hint.isEmpty() ? " in belt" : "; " + hint));
            }
            boolean mode = key.equals("mode") && entry.getValue() instanceof Yaml.Scalar;
            arguments.put(key, mode ? mode(entry.getValue()) : entry.getValue().value());
        }
    }

    /// `mode: 644` without quotes is decimal to Ansible, which is never what was meant.
    private static String mode(Yaml value) {
        var scalar = (Yaml.Scalar) value;
        if (scalar.plain() && scalar.text().matches("[1-9][0-7]*")) {
            throw scalar.place()
                    .wrong(
                            PlaybookProblem.FORM,
                            "mode "
                                    + scalar.text()
                                    + " without quotes would be a decimal number: write '0"
                                    + scalar.text()
                                    + "'");
        }
        return scalar.text();
    }

    private static void checkTemplates(@Nullable Object value, Place place) {
        switch (value) {
            case String text -> checked(place, () -> JinjaTemplate.ofText(text));
            case List<?> list -> list.forEach(item -> checkTemplates(item, place));
            case Map<?, ?> map -> map.values().forEach(item -> checkTemplates(item, place));
            case null, default -> {}
        }
    }

    private static void checked(Place place, Runnable parse) {
        try {
            parse.run();
        } catch (JinjaException e) {
            throw place.wrong(e.problem(), String.valueOf(e.getMessage()));
        }
    }

    private static List<String> conditions(Yaml.Mapping task, String key) {
        Yaml given = task.get(key);
        List<Yaml> all =
                switch (given) {
                    case null -> List.<Yaml>of();
                    case Yaml.Sequence(var _, var items) -> items;
                    default -> List.of(given);
                };
        return all.stream()
                .map(one -> {
                    String text = text(one, key);
                    if (text.contains("{{") || text.contains("{%")) {
                        throw one.place()
                                .wrong(
                                        PlaybookProblem.FORM,
                                        key + " is an expression already: leave the {{ }} out");
                    }
                    checked(one.place(), () -> JinjaTemplate.check(text));
                    return text;
                })
                .toList();
    }

    private static @Nullable Object loop(Yaml.Mapping task) {
        Yaml loop = task.get("loop");
        Yaml items = task.get("with_items");
        if (loop != null && items != null) {
            throw at(task, "with_items")
                    .wrong(PlaybookProblem.FORM, "loop and with_items exclude each other");
        }
        Yaml given = loop == null ? items : loop;
        if (given == null) {
            return null;
        }
        Object value = given.value();
        boolean nested =
                loop == null
                        && value instanceof List<?> l
                        && l.stream().anyMatch(List.class::isInstance);
        if (nested) {
            throw given.place()
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            "with_items would flatten the inner lists: use loop");
        }
        if (!(value instanceof List<?>) && !(value instanceof String)) {
            throw given.place().wrong(PlaybookProblem.FORM, "loop is a list or an expression");
        }
        checkTemplates(value, given.place());
        return value;
    }

    private static Map<String, @Nullable Object> vars(Yaml.Mapping play) {
        Yaml vars = play.get("vars");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (vars != null) {
            for (Map.Entry<String, Yaml> entry : mapping(vars, "vars").entries().entrySet()) {
                Object value = entry.getValue().value();
                checkTemplates(value, entry.getValue().place());
                values.put(entry.getKey(), value);
            }
        }
        return values;
    }

    private static void keys(
            Yaml.Mapping mapping, Set<String> known, Set<String> other, String what) {
        for (String key : mapping.entries().keySet()) {
            if (known.contains(key)) {
                continue;
            }
            if (other.contains(key)) {
                throw notSupported(mapping, key, what);
            }
            String hint = Nearest.hint(key, known);
            throw at(mapping, key)
                    .wrong(
                            PlaybookProblem.UNKNOWN_KEY,
                            what + " has no key " + key + (hint.isEmpty() ? "" : "; " + hint));
        }
    }

    private static BeltException notSupported(Yaml.Mapping mapping, String key, String what) {
        return at(mapping, key)
                .wrong(
                        PlaybookProblem.NOT_SUPPORTED,
                        key + " of " + what + " is not supported by belt");
    }

    private static Place at(Yaml.Mapping mapping, String key) {
        return mapping.keys().getOrDefault(key, mapping.place());
    }

    private static String name(Yaml.Mapping of, String otherwise) {
        Yaml name = of.get("name");
        return name == null ? otherwise : text(name, "name");
    }

    private static Yaml.Mapping mapping(Yaml yaml, String what) {
        if (yaml instanceof Yaml.Mapping mapping) {
            return mapping;
        }
        throw yaml.place().wrong(PlaybookProblem.FORM, what + " is a mapping of keys and values");
    }

    private static String text(Yaml yaml, String what) {
        if (yaml instanceof Yaml.Scalar scalar) {
            return scalar.text();
        }
        throw yaml.place().wrong(PlaybookProblem.FORM, what + " is a text");
    }

    private static boolean flag(Yaml.Mapping of, String key, boolean otherwise) {
        Yaml yaml = of.get(key);
        if (yaml == null) {
            return otherwise;
        }
        if (yaml instanceof Yaml.Scalar && yaml.value() instanceof Boolean value) {
            return value;
        }
        throw yaml.place().wrong(PlaybookProblem.FORM, key + " is yes or no");
    }
}
