package belt.playbooks.jinja;

import belt.playbooks.jinja.JinjaTemplate.Branch;
import belt.playbooks.jinja.JinjaTemplate.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes a template apart. Whitespace is treated as Jinja2 does with its defaults, plus `trim_blocks` for files.
final class TemplateParser {
    private static final Pattern OPEN = Pattern.compile("\\{\\{|\\{%|\\{#");
    private static final Pattern FOR =
            Pattern.compile("(\\w+(?:\\s*,\\s*\\w+)*)\\s+in\\s+(.+)", Pattern.DOTALL);
    private static final Pattern SET = Pattern.compile("(\\w+)\\s*=\\s*(.+)", Pattern.DOTALL);
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}");

    private final String text;
    private final boolean trimBlocks;
    private int at;
    private boolean stripNext;

    TemplateParser(String text, boolean trimBlocks) {
        this.text = text;
        this.trimBlocks = trimBlocks;
    }

    List<Piece> parse() {
        var pieces = new ArrayList<Piece>();
        Tag end = body(pieces, Set.of());
        if (end.offset() >= 0) {
            throw JinjaException.wrong(end.offset(), "unexpected {% " + end.word() + " %}");
        }
        return pieces;
    }

    /// A `{% word rest %}`; its offset is -1 for the end of the text.
    private record Tag(String word, String rest, int offset, int restOffset) {}

    private Tag body(List<Piece> pieces, Set<String> ends) {
        Matcher open = OPEN.matcher(text);
        while (open.find(at)) {
            int start = open.start();
            boolean stripBefore = text.startsWith("-", start + 2);
            plain(pieces, text.substring(at, start), stripBefore);
            switch (open.group()) {
                case "{#" -> comment(start);
                case "{{" -> print(pieces, start);
                default -> {
                    Tag tag = tag(start);
                    if (tag.word().equals("raw")) {
                        raw(pieces, start);
                    } else if (ends.contains(tag.word())) {
                        return tag;
                    } else {
                        statement(pieces, tag);
                    }
                }
            }
        }
        plain(pieces, text.substring(at), false);
        at = text.length();
        return new Tag("", "", -1, -1);
    }

    private void plain(List<Piece> pieces, String raw, boolean stripEnd) {
        String piece = stripNext ? raw.stripLeading() : raw;
        piece = stripEnd ? piece.stripTrailing() : piece;
        stripNext = false;
        if (!piece.isEmpty()) {
            pieces.add(new Piece.Text(piece));
        }
    }

    private void comment(int start) {
        int close = text.indexOf("#}", start + 2);
        if (close < 0) {
            throw JinjaException.wrong(start, "the comment is not closed");
        }
        after(close, "#}", text.charAt(close - 1) == '-', true);
    }

    private void print(List<Piece> pieces, int start) {
        int close = close(start, "}}");
        int from = start + (text.startsWith("-", start + 2) ? 3 : 2);
        boolean strip = text.charAt(close - 1) == '-';
        String inside = text.substring(from, strip ? close - 1 : close);
        pieces.add(new Piece.Print(ExprParser.parse(inside, from)));
        after(close, "}}", strip, false);
    }

    private Tag tag(int start) {
        int close = close(start, "%}");
        int from = start + 2;
        if (text.startsWith("+", from) || text.charAt(close - 1) == '+') {
            throw JinjaException.unsupported(start, "the + in {%+ or +%}");
        }
        from += text.startsWith("-", from) ? 1 : 0;
        boolean strip = text.charAt(close - 1) == '-' && close - 1 >= from;
        String inside = text.substring(from, strip ? close - 1 : close);
        Matcher word = Pattern.compile("\\s*(\\w*)\\s*").matcher(inside);
        int end = word.lookingAt() ? word.end() : 0;
        after(close, "%}", strip, true);
        return new Tag(word.group(1), inside.substring(end).strip(), start, from + end);
    }

    /// Finds the closing mark outside of strings and of braces that the expression opened itself.
    private int close(int start, String mark) {
        char quote = 0;
        int open = 0;
        for (int i = start + 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && open > 0) {
                open--;
            } else if (text.startsWith(mark, i)) {
                return i;
            }
        }
        throw JinjaException.wrong(start, "'" + mark + "' is missing");
    }

    private void after(int close, String mark, boolean strip, boolean block) {
        at = close + mark.length();
        stripNext = strip;
        if (!strip && block && trimBlocks && text.startsWith("\n", at)) {
            at++;
        }
    }

    private void raw(List<Piece> pieces, int start) {
        Matcher end = END_RAW.matcher(text);
        if (!end.find(at)) {
            throw JinjaException.wrong(start, "{% endraw %} is missing");
        }
        plain(pieces, text.substring(at, end.start()), end.group(1).equals("-"));
        after(end.end() - 2, "%}", end.group(2).equals("-"), true);
    }

    private void statement(List<Piece> pieces, Tag tag) {
        switch (tag.word()) {
            case "if" -> pieces.add(choice(tag));
            case "for" -> pieces.add(loop(tag));
            case "set" -> pieces.add(set(tag));
            case "else", "elif", "endif", "endfor", "endraw", "" ->
                    throw JinjaException.wrong(tag.offset(), "unexpected {% " + tag.word() + " %}");
            default -> throw JinjaException.unsupported(tag.offset(), "{% " + tag.word() + " %}");
        }
    }

    private Piece choice(Tag first) {
        var branches = new ArrayList<Branch>();
        var otherwise = new ArrayList<Piece>();
        Tag tag = first;
        while (!tag.word().equals("else")) {
            var body = new ArrayList<Piece>();
            Expr condition = ExprParser.parse(tag.rest(), tag.restOffset());
            tag = body(body, Set.of("elif", "else", "endif"));
            branches.add(new Branch(condition, body));
            if (tag.offset() < 0) {
                throw JinjaException.wrong(first.offset(), "{% endif %} is missing");
            }
            if (tag.word().equals("endif")) {
                return new Piece.If(branches, otherwise);
            }
        }
        closed(first, body(otherwise, Set.of("endif")), "endif");
        return new Piece.If(branches, otherwise);
    }

    private Piece loop(Tag tag) {
        Matcher parts = FOR.matcher(tag.rest());
        if (!parts.matches()) {
            throw JinjaException.wrong(tag.offset(), "{% for NAME in LIST %} expected");
        }
        List<String> names = List.of(parts.group(1).split("\\s*,\\s*"));
        Expr of = ExprParser.parse(parts.group(2), tag.restOffset() + parts.start(2));
        if (of instanceof Expr.Conditional) {
            throw JinjaException.unsupported(tag.offset(), "a condition in {% for %}");
        }
        var body = new ArrayList<Piece>();
        var otherwise = new ArrayList<Piece>();
        Tag end = body(body, Set.of("else", "endfor"));
        if (end.word().equals("else")) {
            end = body(otherwise, Set.of("endfor"));
        }
        closed(tag, end, "endfor");
        return new Piece.For(names, of, body, otherwise);
    }

    private static void closed(Tag open, Tag end, String word) {
        if (end.offset() < 0) {
            throw JinjaException.wrong(open.offset(), "{% " + word + " %} is missing");
        }
    }

    private static Piece set(Tag tag) {
        Matcher parts = SET.matcher(tag.rest());
        if (!parts.matches()) {
            throw JinjaException.unsupported(tag.offset(), "{% set %} without NAME = VALUE");
        }
        return new Piece.Set(
                parts.group(1),
                ExprParser.parse(parts.group(2), tag.restOffset() + parts.start(2)));
    }
}
