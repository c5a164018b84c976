package belt.playbooks.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parsed expression. Every case carries the place where it stands.
sealed interface Expr {
    int offset();

    /// @param value a string, `Long`, `Double`, `Boolean`, or null for none
    record Literal(int offset, @Nullable Object value) implements Expr {}

    record Name(int offset, String name) implements Expr {}

    record ListOf(int offset, List<Expr> items) implements Expr {}

    record DictOf(int offset, List<Map.Entry<Expr, Expr>> entries) implements Expr {}

    /// `of.name` or `of[index]`.
    record Member(int offset, Expr of, Expr key) implements Expr {}

    /// `of.name(arguments)`.
    record Call(int offset, Expr of, String method, List<Expr> arguments) implements Expr {}

    record Filter(int offset, Expr of, String name, List<Expr> arguments) implements Expr {}

    record Test(int offset, Expr of, String name, boolean negated) implements Expr {}

    record Not(int offset, Expr of) implements Expr {}

    record Negative(int offset, Expr of) implements Expr {}

    /// `and`, `or`: they give one of their operands.
    record Logic(int offset, boolean and, Expr left, Expr right) implements Expr {}

    record Arithmetic(int offset, String operator, Expr left, Expr right) implements Expr {}

    /// `first op second op …`, all of which must hold.
    record Comparison(int offset, Expr first, List<Map.Entry<String, Expr>> rest) implements Expr {}

    /// `then if condition else otherwise`.
    record Conditional(int offset, Expr then, Expr condition, @Nullable Expr otherwise)
            implements Expr {}
}
