package belt.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What of this host a cluster could leave behind: namespaces, mounts, links, control groups, processes (without
/// zombies, which only PID 1 can remove).
record HostState(Set<String> things) {
    static HostState now() throws IOException, InterruptedException {
        var things = new TreeSet<String>();
        Operator shell = new Operator(Path.of("/"), Path.of("/"));
        lines(shell, things, "namespace ", "ip", "netns", "list");
        lines(shell, things, "link ", "sh", "-c", "ls /sys/class/net");
        Files.readAllLines(Path.of("/proc/self/mounts"))
                .forEach(line -> things.add("mount " + line.split(" ")[1]));
        try (var groups = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
            groups.filter(Files::isDirectory)
                    .filter(path -> path.toString().contains("belt"))
                    .forEach(path -> things.add("cgroup " + path));
        }
        ProcessHandle.allProcesses()
                .forEach(process ->
                        name(process.pid())
                                .lines()
                                .filter(name ->
                                        Set.of(
                                                        "sshd",
                                                        "dockerd",
                                                        "containerd",
                                                        "tini",
                                                        "unshare",
                                                        "java-beltd")
                                                .contains(name))
                                .forEach(name ->
                                        things.add("process " + name + " " + process.pid())));
        return new HostState(things);
    }

    private static void lines(Operator shell, Set<String> things, String kind, String... command)
            throws IOException, InterruptedException {
        shell.run(java.util.List.of(command))
                .out()
                .lines()
                .forEach(line -> things.add(kind + line.split(" ")[0]));
    }

    private static String name(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            boolean zombie = stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
            return zombie ? "" : Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    /// What is there at this moment and was not then.
    static Set<String> leftSince(HostState before) {
        try {
            return now().since(before);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What is there now and was not then.
    Set<String> since(HostState before) {
        return things.stream()
                .filter(thing -> !before.things().contains(thing))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
