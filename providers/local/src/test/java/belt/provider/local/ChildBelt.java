package belt.provider.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process of its own that creates or deletes machines, to be killed in the midst of it: `create|delete FOLDER STATEDIR
/// NAME,…`. Ends with 0 if all went well.
final class ChildBelt {
    private ChildBelt() {}

    public static void main(String[] args) throws Exception {
        TestHost host = TestHost.in(Path.of(args[1]));
        Path stateDir = Path.of(args[2]);
        if (args[0].equals("create")) {
            host.create("demo", stateDir, "128mb", Map.of(), List.of(args[3].split(",")));
        } else {
            TestHost.values(host.open("demo", stateDir).delete(host.list("demo", stateDir)));
        }
        System.exit(0);
    }

    static Process start(String verb, TestHost host, Path stateDir, String names)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        ChildBelt.class.getName(),
                        verb,
                        host.folder().toString(),
                        stateDir.toString(),
                        names));
        return new ProcessBuilder(command).inheritIO().start();
    }
}
