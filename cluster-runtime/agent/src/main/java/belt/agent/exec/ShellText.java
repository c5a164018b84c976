package belt.agent.exec;

import java.util.List;
import java.util.stream.Collectors;

/// Text that a shell takes as it is.
final class ShellText {
    private ShellText() {}

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    static String quoted(List<String> texts) {
        return texts.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
    }
}
