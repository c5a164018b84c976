package belt.playbooks.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python's operators on the values that we know; every other pair is an error.
final class Arithmetic {
    private Arithmetic() {}

    static Object negative(int offset, @Nullable Object value) {
        return switch (value) {
            case Long n -> Math.negateExact(n);
            case Double d -> -d;
            case null, default ->
                    throw JinjaException.wrong(offset, "a sign before " + Values.kind(value));
        };
    }

    static Object apply(
            int offset, String operator, @Nullable Object left, @Nullable Object right) {
        if (operator.equals("~")) {
            return Values.print(left, offset) + Values.print(right, offset);
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            var both = new ArrayList<@Nullable Object>(a);
            both.addAll(b);
            return both;
        }
        if (left instanceof Long a && right instanceof Long b) {
            return whole(offset, operator, a, b);
        }
        boolean numbers =
                (left instanceof Long || left instanceof Double)
                        && (right instanceof Long || right instanceof Double);
        if (!numbers) {
            throw JinjaException.wrong(
                    offset,
                    Values.kind(left)
                            + " "
                            + operator
                            + " "
                            + Values.kind(right)
                            + " is not possible");
        }
        return fraction(offset, operator, Values.number(left), Values.number(right));
    }

    private static Object whole(int offset, String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> (Object) Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDiv(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> fraction(offset, operator, (double) a, (double) b);
            };
        } catch (ArithmeticException e) {
            throw JinjaException.wrong(
                    offset, a + " " + operator + " " + b + ": " + e.getMessage());
        }
    }

    private static Object fraction(int offset, String operator, double a, double b) {
        if (b == 0 && !operator.equals("+") && !operator.equals("-") && !operator.equals("*")) {
            throw JinjaException.wrong(offset, "division by zero");
        }
        return switch (operator) {
            case "+" -> (Object) (a + b);
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> throw JinjaException.unsupported(offset, operator + " of fractions");
        };
    }

    static boolean compare(
            int offset, String operator, @Nullable Object left, @Nullable Object right) {
        return switch (operator) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "in" -> contains(offset, right, left);
            case "not in" -> !contains(offset, right, left);
            default -> ordered(operator, order(offset, operator, left, right));
        };
    }

    private static boolean ordered(String operator, int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    private static int order(
            int offset, String operator, @Nullable Object left, @Nullable Object right) {
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return Double.compare(Values.number(left), Values.number(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw JinjaException.wrong(
                offset,
                Values.kind(left) + " " + operator + " " + Values.kind(right) + " is not possible");
    }

    private static boolean contains(int offset, @Nullable Object container, @Nullable Object item) {
        return switch (container) {
            case List<?> list -> list.stream().anyMatch(each -> Values.equal(each, item));
            case Map<?, ?> map -> item != null && map.containsKey(item);
            case String text when item instanceof String part -> text.contains(part);
            case null, default ->
                    throw JinjaException.wrong(
                            offset,
                            Values.kind(item)
                                    + " in "
                                    + Values.kind(container)
                                    + " is not possible");
        };
    }
}
