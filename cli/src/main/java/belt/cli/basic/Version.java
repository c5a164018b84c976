package belt.cli.basic;

import belt.cli.command.Build;
import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.output.View;
import java.util.LinkedHashMap;
import java.util.Map;

/// `belt version`.
final class Version implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.BELT,
                        "version",
                        "Print the version of belt and of its Java runtime")
                .example("belt version", "version 0.1.0, java 25.0.3")
                .example("belt version -o json", "for programs")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        String java = System.getProperty("java.version", "unknown");
        if (call.out().structured()) {
            var data = new LinkedHashMap<String, Object>(Map.of("version", Build.VERSION));
            data.put("java", java);
            call.out()
                    .one(
                            View.<Map<String, Object>>of("version", _ -> Build.VERSION)
                                    .data(all -> all),
                            data);
        } else {
            call.out().line("version " + Build.VERSION);
            call.out().line("java " + java);
        }
        return Exit.DONE;
    }
}
