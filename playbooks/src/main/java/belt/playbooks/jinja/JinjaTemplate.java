package belt.playbooks.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A text with `{{ … }}` and `{% … %}`, parsed once.
public final class JinjaTemplate {
    /// A piece of a template.
    sealed interface Piece {
        record Text(String text) implements Piece {}

        record Print(Expr expr) implements Piece {}

        record If(List<Branch> branches, List<Piece> otherwise) implements Piece {}

        record For(List<String> names, Expr of, List<Piece> body, List<Piece> otherwise)
                implements Piece {}

        record Set(String name, Expr value) implements Piece {}
    }

    record Branch(Expr condition, List<Piece> body) {}

    private final List<Piece> pieces;

    private JinjaTemplate(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /// A template file, as Ansible's module `template` reads it: the newline behind a `{% %}` goes (`trim_blocks`).
    public static JinjaTemplate ofFile(String text) {
        return new JinjaTemplate(new TemplateParser(text, true).parse());
    }

    /// A text in a playbook.
    public static JinjaTemplate ofText(String text) {
        return new JinjaTemplate(new TemplateParser(text, false).parse());
    }

    /// A bare expression, as `when` has it.
    public static @Nullable Object evaluate(String expression, Scope scope) {
        return new Evaluator(scope).value(ExprParser.parse(expression, 0));
    }

    /// Checks an expression without computing it.
    public static void check(String expression) {
        ExprParser.parse(expression, 0);
    }

    /// Whether something counts as true.
    public static boolean truth(@Nullable Object value) {
        return Values.truth(value);
    }

    /// The text with everything filled in.
    public String render(Scope scope) {
        var out = new StringBuilder();
        render(pieces, scope, out);
        return out.toString();
    }

    /// The value itself if the whole text is one `{{ … }}`, so that lists stay lists; else the text.
    public @Nullable Object value(Scope scope) {
        return pieces.size() == 1 && pieces.getFirst() instanceof Piece.Print(Expr expr)
                ? new Evaluator(scope).value(expr)
                : render(scope);
    }

    private static void render(List<Piece> pieces, Scope scope, StringBuilder out) {
        var evaluator = new Evaluator(scope);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text(String text) -> out.append(text);
                case Piece.Print(Expr expr) ->
                        out.append(Values.print(evaluator.value(expr), expr.offset()));
                case Piece.Set(String name, Expr value) -> scope.set(name, evaluator.value(value));
                case Piece.If choice -> render(chosen(choice, evaluator), scope, out);
                case Piece.For loop -> loop(loop, scope, out);
            }
        }
    }

    private static List<Piece> chosen(Piece.If choice, Evaluator evaluator) {
        for (Branch branch : choice.branches()) {
            if (Values.truth(evaluator.value(branch.condition()))) {
                return branch.body();
            }
        }
        return choice.otherwise();
    }

    private static void loop(Piece.For loop, Scope scope, StringBuilder out) {
        List<@Nullable Object> items = items(loop, new Evaluator(scope).value(loop.of()));
        if (items.isEmpty()) {
            render(loop.otherwise(), scope, out);
        }
        for (int i = 0; i < items.size(); i++) {
            Scope inner = scope.inner();
            inner.set("loop", position(i, items.size()));
            bind(loop, items.get(i), inner);
            render(loop.body(), inner, out);
        }
    }

    private static List<@Nullable Object> items(Piece.For loop, @Nullable Object of) {
        return switch (of) {
            case List<?> list -> new ArrayList<@Nullable Object>(list);
            case Map<?, ?> map -> new ArrayList<@Nullable Object>(map.keySet());
            case null, default ->
                    throw JinjaException.wrong(
                            loop.of().offset(), "cannot go through " + Values.kind(of));
        };
    }

    private static Map<String, @Nullable Object> position(int index, int size) {
        return Map.of(
                "index",
                (long) index + 1,
                "index0",
                (long) index,
                "revindex",
                (long) size - index,
                "revindex0",
                (long) size - index - 1,
                "first",
                index == 0,
                "last",
                index == size - 1,
                "length",
                (long) size);
    }

    private static void bind(Piece.For loop, @Nullable Object item, Scope scope) {
        List<String> names = loop.names();
        if (names.size() == 1) {
            scope.set(names.getFirst(), item);
            return;
        }
        if (!(item instanceof List<?> parts) || parts.size() != names.size()) {
            throw JinjaException.wrong(
                    loop.of().offset(),
                    "cannot take " + Values.kind(item) + " apart into " + names.size() + " names");
        }
        for (int i = 0; i < names.size(); i++) {
            scope.set(names.get(i), parts.get(i));
        }
    }
}
