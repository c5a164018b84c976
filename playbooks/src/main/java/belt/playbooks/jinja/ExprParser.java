package belt.playbooks.jinja;

import belt.playbooks.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads an expression, with Jinja's precedences (jinja2 `parser.py`): condition, or, and, not, comparison, sum,
/// concatenation, product, sign, then what follows a value.
final class ExprParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    private final List<Token> tokens;
    private int at;

    private ExprParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// @param base offset of the expression in the whole text
    static Expr parse(String text, int base) {
        var parser = new ExprParser(Token.split(text, base));
        Expr expr = parser.condition();
        parser.end();
        return expr;
    }

    private void end() {
        if (peek().kind() != Kind.END) {
            throw JinjaException.wrong(peek().offset(), "unexpected '" + peek().text() + "'");
        }
    }

    private Expr condition() {
        Expr then = or();
        while (peek().isWord("if")) {
            int offset = next().offset();
            Expr condition = or();
            Expr otherwise = null;
            if (peek().isWord("else")) {
                next();
                otherwise = condition();
            }
            then = new Expr.Conditional(offset, then, condition, otherwise);
        }
        return then;
    }

    private Expr or() {
        Expr left = and();
        while (peek().isWord("or")) {
            left = new Expr.Logic(next().offset(), false, left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (peek().isWord("and")) {
            left = new Expr.Logic(next().offset(), true, left, not());
        }
        return left;
    }

    private Expr not() {
        return peek().isWord("not") ? new Expr.Not(next().offset(), not()) : comparison();
    }

    private Expr comparison() {
        Expr first = sum();
        List<Map.Entry<String, Expr>> rest = new ArrayList<>();
        int offset = peek().offset();
        while (true) {
            Token token = peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                next();
                rest.add(Map.entry(token.text(), sum()));
            } else if (token.isWord("in")) {
                next();
                rest.add(Map.entry("in", sum()));
            } else if (token.isWord("not") && tokens.get(at + 1).isWord("in")) {
                next();
                next();
                rest.add(Map.entry("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expr.Comparison(offset, first, rest);
            }
        }
    }

    private Expr sum() {
        Expr left = concatenation();
        while (peek().is("+") || peek().is("-")) {
            Token op = next();
            left = new Expr.Arithmetic(op.offset(), op.text(), left, concatenation());
        }
        return left;
    }

    private Expr concatenation() {
        Expr left = product();
        while (peek().is("~")) {
            left = new Expr.Arithmetic(next().offset(), "~", left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = sign();
        while (peek().is("*") || peek().is("/") || peek().is("//") || peek().is("%")) {
            Token op = next();
            left = new Expr.Arithmetic(op.offset(), op.text(), left, sign());
        }
        if (peek().is("**")) {
            throw JinjaException.unsupported(peek().offset(), "the operator **");
        }
        return left;
    }

    /// A filter binds closer than a sign does not: Jinja reads `-x|abs` as `(-x)|abs`, which would surprise; it is refused.
    private Expr sign() {
        if (!peek().is("-")) {
            return tail(value(), true);
        }
        int offset = next().offset();
        Expr of = tail(value(), false);
        if (peek().is("|") || peek().isWord("is")) {
            throw JinjaException.unsupported(
                    peek().offset(), "a filter or test behind a signed value without parentheses");
        }
        return new Expr.Negative(offset, of);
    }

    private Expr value() {
        Token token = next();
        return switch (token.kind()) {
            case STRING -> strings(token);
            case NUMBER -> new Expr.Literal(token.offset(), number(token));
            case NAME -> name(token);
            case OPERATOR -> bracketed(token);
            case END -> throw JinjaException.wrong(token.offset(), "the expression ends early");
        };
    }

    /// Neighbouring strings are one, as in Python.
    private Expr strings(Token first) {
        var text = new StringBuilder(first.text());
        while (peek().kind() == Kind.STRING) {
            text.append(next().text());
        }
        return new Expr.Literal(first.offset(), text.toString());
    }

    private static Object number(Token token) {
        try {
            return token.text().contains(".")
                    ? (Object) Double.valueOf(token.text())
                    : (Object) Long.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw JinjaException.unsupported(token.offset(), "the number " + token.text());
        }
    }

    private Expr name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Literal(token.offset(), true);
            case "false", "False" -> new Expr.Literal(token.offset(), false);
            case "none", "None" -> new Expr.Literal(token.offset(), null);
            case "in", "is", "and", "or", "if", "else" ->
                    throw JinjaException.wrong(token.offset(), "unexpected '" + token.text() + "'");
            default -> new Expr.Name(token.offset(), token.text());
        };
    }

    private Expr bracketed(Token open) {
        return switch (open.text()) {
            case "(" -> {
                Expr inner = condition();
                if (peek().is(",")) {
                    throw JinjaException.unsupported(peek().offset(), "a tuple");
                }
                expect(")");
                yield inner;
            }
            case "[" -> new Expr.ListOf(open.offset(), list("]"));
            case "{" -> dict(open);
            default ->
                    throw JinjaException.wrong(open.offset(), "unexpected '" + open.text() + "'");
        };
    }

    private List<Expr> list(String close) {
        var items = new ArrayList<Expr>();
        while (!peek().is(close)) {
            items.add(condition());
            if (!peek().is(close)) {
                expect(",");
            }
        }
        next();
        return items;
    }

    private Expr dict(Token open) {
        List<Map.Entry<Expr, Expr>> entries = new ArrayList<>();
        while (!peek().is("}")) {
            Expr key = condition();
            expect(":");
            entries.add(Map.entry(key, condition()));
            if (!peek().is("}")) {
                expect(",");
            }
        }
        next();
        return new Expr.DictOf(open.offset(), entries);
    }

    private Expr tail(Expr start, boolean filters) {
        Expr of = start;
        while (true) {
            Token token = peek();
            if (token.is(".")) {
                of = member(of);
            } else if (token.is("[")) {
                of = index(of);
            } else if (token.is("|") && filters) {
                next();
                Token name = word("a filter's name");
                List<Expr> arguments = peek().is("(") ? arguments() : List.of();
                of = new Expr.Filter(name.offset(), of, name.text(), arguments);
            } else if (token.isWord("is") && filters) {
                of = test(of);
            } else if (token.is("(")) {
                throw JinjaException.unsupported(token.offset(), "calling a function");
            } else {
                return of;
            }
        }
    }

    private Expr member(Expr of) {
        next();
        if (peek().kind() == Kind.NUMBER) {
            Token token = next();
            return new Expr.Member(
                    token.offset(), of, new Expr.Literal(token.offset(), number(token)));
        }
        Token name = word("a name behind the dot");
        if (peek().is("(")) {
            return new Expr.Call(name.offset(), of, name.text(), arguments());
        }
        return new Expr.Member(name.offset(), of, new Expr.Literal(name.offset(), name.text()));
    }

    private Expr index(Expr of) {
        int offset = next().offset();
        Expr key = peek().is(":") ? null : condition();
        if (key == null || peek().is(":")) {
            throw JinjaException.unsupported(offset, "a slice");
        }
        expect("]");
        return new Expr.Member(offset, of, key);
    }

    private Expr test(Expr of) {
        next();
        boolean negated = peek().isWord("not");
        if (negated) {
            next();
        }
        Token name = word("a test's name");
        Token after = peek();
        boolean argument =
                after.is("(")
                        || after.kind() == Kind.STRING
                        || after.kind() == Kind.NUMBER
                        || after.is("[");
        if (argument) {
            throw JinjaException.unsupported(after.offset(), "a test with an argument");
        }
        return new Expr.Test(name.offset(), of, name.text(), negated);
    }

    private List<Expr> arguments() {
        int offset = next().offset();
        var arguments = new ArrayList<Expr>();
        while (!peek().is(")")) {
            if (peek().kind() == Kind.NAME && tokens.get(at + 1).is("=")) {
                throw JinjaException.unsupported(offset, "an argument by name");
            }
            arguments.add(condition());
            if (!peek().is(")")) {
                expect(",");
            }
        }
        next();
        return arguments;
    }

    private Token word(String what) {
        Token token = next();
        if (token.kind() != Kind.NAME) {
            throw JinjaException.wrong(token.offset(), what + " expected");
        }
        return token;
    }

    private void expect(String operator) {
        Token token = next();
        if (!token.is(operator)) {
            throw JinjaException.wrong(
                    token.offset(), "'" + operator + "' expected, not '" + token.text() + "'");
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }
}
