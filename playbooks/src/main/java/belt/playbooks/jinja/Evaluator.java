package belt.playbooks.jinja;

import belt.core.Nearest;
import belt.playbooks.PlaybookProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes an expression. What is undefined is an error wherever it is used, save by `default` and `is defined`.
final class Evaluator {
    /// What a name or member stands for that does not exist.
    ///
    /// @param message what to say if it is used
    record Undefined(int offset, String message) {}

    private final Scope scope;

    Evaluator(Scope scope) {
        this.scope = scope;
    }

    /// @throws JinjaException if the value is undefined
    @Nullable Object value(Expr expr) {
        return defined(eval(expr));
    }

    private static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof Undefined(int offset, String message)) {
            throw new JinjaException(PlaybookProblem.UNDEFINED, offset, message);
        }
        return value;
    }

    private @Nullable Object eval(Expr expr) {
        return switch (expr) {
            case Expr.Literal(var _, var value) -> value;
            case Expr.Name(int offset, String name) -> name(offset, name);
            case Expr.ListOf(var _, var items) -> list(items);
            case Expr.DictOf dict -> dict(dict);
            case Expr.Member(int offset, Expr of, Expr key) -> member(offset, eval(of), value(key));
            case Expr.Call call -> call(call);
            case Expr.Filter filter -> filter(filter);
            case Expr.Test(int offset, Expr of, String name, boolean negated) ->
                    Tests.holds(name, eval(of), offset) != negated;
            case Expr.Not(var _, Expr of) -> !Values.truth(value(of));
            case Expr.Negative(int offset, Expr of) -> Arithmetic.negative(offset, value(of));
            case Expr.Logic(var _, boolean and, Expr left, Expr right) -> {
                Object first = value(left);
                yield Values.truth(first) == and ? value(right) : first;
            }
            case Expr.Arithmetic(int offset, String op, Expr left, Expr right) ->
                    Arithmetic.apply(offset, op, value(left), value(right));
            case Expr.Comparison comparison -> compare(comparison);
            case Expr.Conditional(int offset, Expr then, Expr condition, var otherwise) -> {
                if (Values.truth(value(condition))) {
                    yield eval(then);
                }
                yield otherwise == null
                        ? new Undefined(offset, "the condition has no else")
                        : eval(otherwise);
            }
        };
    }

    private @Nullable Object name(int offset, String name) {
        if (scope.has(name)) {
            return scope.read(name);
        }
        String hint = Nearest.hint(name, scope.names());
        return new Undefined(
                offset, "'" + name + "' is undefined" + (hint.isEmpty() ? "" : "; " + hint));
    }

    private List<@Nullable Object> list(List<Expr> items) {
        var list = new ArrayList<@Nullable Object>();
        items.forEach(item -> list.add(value(item)));
        return list;
    }

    private Map<Object, @Nullable Object> dict(Expr.DictOf expr) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        for (Map.Entry<Expr, Expr> entry : expr.entries()) {
            Object key = value(entry.getKey());
            if (!(key instanceof String)) {
                throw JinjaException.unsupported(
                        entry.getKey().offset(), "a key that is " + Values.kind(key));
            }
            dict.put(key, value(entry.getValue()));
        }
        return dict;
    }

    private static @Nullable Object member(int offset, @Nullable Object of, @Nullable Object key) {
        if (of instanceof Undefined) {
            return of; // as Ansible: `a.b.c | default(…)` works when a is not there
        }
        Object container = of;
        if (container instanceof Map<?, ?> map && key != null) {
            return map.containsKey(key)
                    ? map.get(key)
                    : new Undefined(offset, "there is no '" + key + "' in it");
        }
        if (container instanceof List<?> list && key instanceof Long n) {
            long index = n < 0 ? list.size() + n : n;
            return index >= 0 && index < list.size()
                    ? list.get((int) index)
                    : new Undefined(offset, "the list has no item " + n);
        }
        if (container instanceof String text && key instanceof Long n) {
            long index = n < 0 ? text.length() + n : n;
            return index >= 0 && index < text.length()
                    ? text.substring((int) index, (int) index + 1)
                    : new Undefined(offset, "the string has no character " + n);
        }
        return new Undefined(offset, Values.kind(container) + " has no '" + key + "'");
    }

    /// The few methods of Python's types that playbooks are full of.
    private @Nullable Object call(Expr.Call call) {
        Object of = value(call.of());
        List<@Nullable Object> arguments = list(call.arguments());
        if (of instanceof Map<?, ?> map && arguments.isEmpty()) {
            return ofMap(call, map);
        }
        if (of instanceof String text
                && arguments.size() == 1
                && arguments.getFirst() instanceof String part) {
            return switch (call.method()) {
                case "startswith" -> text.startsWith(part);
                case "endswith" -> text.endsWith(part);
                default -> throw noMethod(call, of);
            };
        }
        throw noMethod(call, of);
    }

    private static List<?> ofMap(Expr.Call call, Map<?, ?> map) {
        return switch (call.method()) {
            case "items" ->
                    map.entrySet().stream().map(e -> pair(e.getKey(), e.getValue())).toList();
            case "keys" -> List.copyOf(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            default -> throw noMethod(call, map);
        };
    }

    private static List<@Nullable Object> pair(Object key, @Nullable Object value) {
        var pair = new ArrayList<@Nullable Object>();
        pair.add(key);
        pair.add(value);
        return pair;
    }

    private static JinjaException noMethod(Expr.Call call, @Nullable Object of) {
        return JinjaException.unsupported(
                call.offset(), "the method " + call.method() + " of " + Values.kind(of));
    }

    private @Nullable Object filter(Expr.Filter filter) {
        List<@Nullable Object> arguments = list(filter.arguments());
        Object of = eval(filter.of());
        if (filter.name().equals("default") || filter.name().equals("d")) {
            boolean falseToo = arguments.size() > 1 && Values.truth(arguments.get(1));
            boolean use = of instanceof Undefined || falseToo && !Values.truth(of);
            return !use ? of : arguments.isEmpty() ? "" : arguments.getFirst();
        }
        return Filters.apply(filter.name(), defined(of), arguments, filter.offset());
    }

    private boolean compare(Expr.Comparison comparison) {
        Object left = value(comparison.first());
        for (Map.Entry<String, Expr> part : comparison.rest()) {
            Object right = value(part.getValue());
            if (!Arithmetic.compare(comparison.offset(), part.getKey(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
