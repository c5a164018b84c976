package belt.playbooks;

import static belt.provision.ssh.ShellWord.quote;

import belt.core.BeltException;
import belt.playbooks.jinja.JinjaTemplate;
import belt.playbooks.jinja.Scope;
import belt.provision.step.Checksum;
import belt.provision.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The modules that are about files.
///
/// @param folder where the playbook stands
record FileModules(Path folder) {
    /// What is at a path.
    ///
    /// @param kind `none`, `file`, `folder`, `link` or `other`
    /// @param mode its rights; 0 if there is nothing
    /// @param detail checksum of a file, target of a link
    private record There(String kind, int mode, String detail) {
        boolean is(String what) {
            return kind.equals(what);
        }
    }

    ModulePlan copy(Arguments args, NodeProbe probe) throws InterruptedException {
        Optional<String> content = args.find("content");
        Optional<String> src = args.find("src");
        if (content.isPresent() == src.isPresent()) {
            throw args.wrong("src", "and content: exactly one of them is needed");
        }
        if (content.isPresent()) {
            return text(args, probe, args.path("dest"), content.get());
        }
        Path file = local(args, "files", src.orElseThrow());
        String dest = destination(args, probe, file);
        There there = at(dest, probe);
        try {
            String sum = Checksum.ofFile(file);
            int mode = args.mode().orElse(there.is("file") ? there.mode() : 0644);
            return there.is("file") && there.detail().equals(sum)
                    ? rights(dest, there, mode)
                    : steps(new Step.SendFile(file, dest, mode, sum));
        } catch (IOException e) {
            throw args.wrong("src", "cannot be read: " + e);
        }
    }

    ModulePlan template(Arguments args, NodeProbe probe, Scope scope) throws InterruptedException {
        Path file = local(args, "templates", args.require("src"));
        String text;
        try {
            text = JinjaTemplate.ofFile(Files.readString(file)).render(scope);
        } catch (IOException e) {
            throw args.wrong("src", "cannot be read: " + e);
        }
        Path named = Path.of(file.toString().replaceFirst("\\.j2$", ""));
        return text(args, probe, destination(args, probe, named), text);
    }

    ModulePlan file(Arguments args, NodeProbe probe) throws InterruptedException {
        String path = args.path("path");
        String state = args.choice("state", "file", List.of("file", "directory", "absent", "link"));
        There there = at(path, probe);
        Optional<Integer> mode = args.mode();
        return switch (state) {
            case "absent" -> there.is("none") ? ModulePlan.NOTHING : remove(args, path);
            case "link" -> {
                String target = args.require("src");
                yield there.is("link") && there.detail().equals(target)
                        ? ModulePlan.NOTHING
                        : steps(new Step.Link(path, target));
            }
            case "directory" -> {
                int wanted = mode.orElse(there.is("folder") ? there.mode() : 0755);
                yield there.is("folder") && there.mode() == wanted
                        ? ModulePlan.NOTHING
                        : steps(new Step.Directory(path, wanted));
            }
            default -> {
                if (there.is("none")) {
                    throw args.wrong("path", "does not exist: " + path);
                }
                yield rights(path, there, mode.orElse(there.mode()));
            }
        };
    }

    private static ModulePlan remove(Arguments args, String path) {
        if (!path.matches("/[^/]+/[^/]+.*") || path.contains("..")) {
            throw args.wrong("path", "is " + path + ", which belt does not remove");
        }
        return steps(new Step.Remove(List.of(path)));
    }

    private ModulePlan text(Arguments args, NodeProbe probe, String dest, String content)
            throws InterruptedException {
        There there = at(dest, probe);
        if (there.is("folder")) {
            throw args.wrong("dest", "is a folder: " + dest);
        }
        int mode = args.mode().orElse(there.is("file") ? there.mode() : 0644);
        return there.is("file") && there.detail().equals(Checksum.ofText(content))
                ? rights(dest, there, mode)
                : steps(new Step.WriteFile(dest, content, mode));
    }

    private static ModulePlan rights(String path, There there, int mode) {
        if (there.mode() == mode) {
            return ModulePlan.NOTHING;
        }
        String octal = String.format("%04o", mode);
        return steps(
                new Step.Exec(
                        "set the rights of " + path + " to " + octal,
                        "chmod " + octal + " " + quote(path),
                        Duration.ofSeconds(20)));
    }

    /// A folder as the destination means a file of the same name in it.
    private static String destination(Arguments args, NodeProbe probe, Path source)
            throws InterruptedException {
        String dest = args.path("dest");
        boolean inside = dest.endsWith("/") || at(dest, probe).is("folder");
        String base = dest.endsWith("/") ? dest.substring(0, dest.length() - 1) : dest;
        return inside ? base + "/" + source.getFileName() : dest;
    }

    /// As Ansible looks for it: in the folder of that kind beside the playbook first.
    private Path local(Arguments args, String kind, String name) {
        var tried = new ArrayList<Path>();
        for (Path path : List.of(folder.resolve(kind).resolve(name), folder.resolve(name))) {
            if (Files.isRegularFile(path)) {
                return path;
            }
            tried.add(path);
        }
        if (Files.isDirectory(tried.getLast())) {
            throw args.task()
                    .place()
                    .wrong(
                            PlaybookProblem.NOT_SUPPORTED,
                            "copying a folder is not supported by belt");
        }
        throw new BeltException.NotFound(
                PlaybookProblem.UNREADABLE,
                args.task().place() + ": no file " + name + ", looked at " + tried);
    }

    private static There at(String path, NodeProbe probe) throws InterruptedException {
        String script =
                """
                p=%s
                if [ -L "$p" ]; then echo "link 777 $(readlink "$p")"
                elif [ -d "$p" ]; then echo "folder $(stat -c %%a "$p")"
                elif [ -f "$p" ]; then s=$(sha256sum <"$p"); echo "file $(stat -c %%a "$p") ${s%%%% *}"
                elif [ -e "$p" ]; then echo "other 0"
                else echo "none 0"
                fi
                """
                        .formatted(quote(path));
        String[] words = probe.look(script).split(" ", 3);
        if (words.length < 2) {
            throw new BeltException.Bug(
                    "the probe of " + path + " said '" + String.join(" ", words) + "'");
        }
        return new There(
                words[0], Integer.parseInt(words[1], 8), words.length == 3 ? words[2] : "");
    }

    private static ModulePlan steps(Step step) {
        return new ModulePlan.Steps(List.of(step));
    }
}
