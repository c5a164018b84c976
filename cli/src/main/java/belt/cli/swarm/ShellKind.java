package belt.cli.swarm;

import belt.cli.json.Json;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How a shell sets a variable, quotes a value, and runs what a command prints.
public enum ShellKind {
    BASH,
    FISH,
    TCSH,
    POWERSHELL,
    CMD,
    EMACS,
    NUSHELL,
    ELVISH,
    JSON,
    DOTENV;

    public static ShellKind of(String text) {
        if (List.of("sh", "zsh", "dash", "ksh", "ash").contains(text)) {
            return BASH;
        }
        List<String> names =
                Arrays.stream(values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        int index = names.indexOf(text.equals("csh") ? "tcsh" : text);
        if (index >= 0) {
            return values()[index];
        }
        String hint = Nearest.hint(text, names);
        throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "'" + text + "' is not a shell that belt knows")
                .withDetail(hint.isEmpty() ? "the shells are " + String.join(", ", names) : hint);
    }

    /// The shell of a `SHELL` variable; one that we do not know is taken for a Bourne shell.
    public static ShellKind detect(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "fish" -> FISH;
            case "tcsh", "csh" -> TCSH;
            case "nu" -> NUSHELL;
            case "elvish" -> ELVISH;
            case "pwsh" -> POWERSHELL;
            default -> BASH;
        };
    }

    /// The lines for some variables.
    ///
    /// @param off take them away instead
    public List<String> lines(Map<String, String> variables, boolean off) {
        if (this == JSON) {
            return List.of(Json.pretty(off ? Map.of() : variables));
        }
        var lines = new ArrayList<String>();
        variables.forEach((name, value) -> lines.add(off ? unset(name) : set(name, value)));
        return lines;
    }

    private String set(String name, String value) {
        return switch (this) {
            case BASH -> "export " + name + "=\"" + escaped(value, "\\\"$`") + "\"";
            case FISH -> "set -gx " + name + " \"" + escaped(value, "\\\"$") + "\";";
            case TCSH -> "setenv " + name + " '" + value.replace("'", "'\\''") + "';";
            case POWERSHELL ->
                    "$Env:" + name + " = \"" + value.replaceAll("([`\"$])", "`$1") + "\"";
            case CMD -> "SET " + name + "=" + value;
            case EMACS -> "(setenv \"" + name + "\" \"" + escaped(value, "\\\"") + "\")";
            case NUSHELL -> "$env." + name + " = \"" + escaped(value, "\\\"") + "\"";
            case ELVISH -> "set-env " + name + " '" + value.replace("'", "''") + "'";
            case DOTENV -> name + "=\"" + escaped(value, "\\\"$") + "\"";
            case JSON -> "";
        };
    }

    private String unset(String name) {
        return switch (this) {
            case BASH -> "unset " + name;
            case FISH -> "set -e " + name + ";";
            case TCSH -> "unsetenv " + name + ";";
            case POWERSHELL -> "Remove-Item Env:\\" + name;
            case CMD -> "SET " + name + "=";
            case EMACS -> "(setenv \"" + name + "\" nil)";
            case NUSHELL -> "hide-env --ignore-errors " + name;
            case ELVISH -> "unset-env " + name;
            case DOTENV -> "# " + name;
            case JSON -> "";
        };
    }

    private static String escaped(String value, String special) {
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (special.indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }

    /// What to run, as a comment of the shell's.
    public List<String> hint(String command) {
        String what = "Run this command to configure your shell:";
        return switch (this) {
            case BASH -> List.of("# " + what, "# eval \"$(" + command + ")\"");
            case FISH -> List.of("# " + what, "# " + command + " | source");
            case TCSH -> List.of(": " + what, ": eval `" + command + "`");
            case POWERSHELL -> List.of("# " + what, "# & " + command + " | Invoke-Expression");
            case CMD ->
                    List.of(
                            "REM " + what,
                            "REM \t@FOR /f \"tokens=*\" %i IN ('" + command + "') DO @%i");
            case EMACS ->
                    List.of(
                            ";; " + what,
                            ";; (with-temp-buffer (shell-command \""
                                    + command
                                    + "\" (current-buffer)) (eval-buffer))");
            case NUSHELL ->
                    List.of("# " + what, "# " + command + " | save -f belt.nu; source belt.nu");
            case ELVISH -> List.of("# " + what, "# eval (" + command + " | slurp)");
            case JSON, DOTENV -> List.of();
        };
    }
}
