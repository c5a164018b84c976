package belt.provider.aws.testkit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes an answer, and remembers which elements it wrote.
final class Xml {
    private final StringBuilder text = new StringBuilder(512);
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> paths = new TreeSet<>();

    /// An element with text; nothing where there is no value.
    Xml text(String name, @Nullable Object value) {
        if (value != null) {
            paths.add(path(name));
            text.append('<').append(name).append('>');
            escape(value.toString());
            text.append("</").append(name).append('>');
        }
        return this;
    }

    /// An element with elements.
    Xml in(String name, Runnable content) {
        text.append('<').append(name).append('>');
        open.addLast(name);
        content.run();
        open.removeLast();
        text.append("</").append(name).append('>');
        return this;
    }

    /// A list: one `item` for each.
    <T> Xml items(String name, Collection<T> all, Consumer<T> each) {
        return in(name, () -> all.forEach(one -> in("item", () -> each.accept(one))));
    }

    private String path(String name) {
        return open.isEmpty() ? name : String.join(".", open) + "." + name;
    }

    /// The elements with text, by their path.
    Set<String> paths() {
        return paths;
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '\r', '\n', '\t' -> text.append("&#").append((int) c).append(';');
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
