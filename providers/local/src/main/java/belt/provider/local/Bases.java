package belt.provider.local;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.linux.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The read-only roots under the machines' own layers. A base is made once and never changed: its name is a digest of the
/// packages that it was made of, so an upgrade of the host leads to a new base for new machines, while those that exist
/// keep theirs. Called under the host folder's lock.
///
/// @param folder where they are
/// @param host the host's root folder
record Bases(Path folder, Path host) {
    /// Part of every digest: raise it when bases come out differently.
    private static final String RECIPE = "3";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Set<String> MUST_HAVE =
            Set.of("bin/sh", "usr/sbin/sshd", "usr/bin/tini", "etc/passwd", "usr/sbin/iptables");

    Path root(String digest) {
        return folder.resolve(digest);
    }

    /// Makes sure that a base which a machine was made on is there and whole. If it is not, it is made again from the same
    /// packages, provided the host still has them.
    void require(String digest, MachineRecord.Init init) throws InterruptedException {
        boolean whole = Files.isDirectory(root(digest)) && seal(digest).isWhole(root(digest));
        if (!whole && !ensure(init).equals(digest)) {
            throw new BeltException.OperationFailed(
                            LocalProblem.BASE_LOST,
                            "the base " + root(digest) + " is gone or damaged")
                    .withDetail(
                            "this host's packages have changed since, so it cannot be made again");
        }
    }

    /// Finds or makes the base for machines with that first process.
    ///
    /// @return its digest
    String ensure(MachineRecord.Init init) throws InterruptedException {
        var packages =
                DebianPackages.read(host.resolve("var/lib/dpkg"))
                        .map(all -> all.closure(BasePackages.of(init)).values());
        String digest = packages.map(all -> digest(init, all)).orElseGet(() -> foreignDigest(init));
        if (Files.isDirectory(root(digest)) && seal(digest).isWhole(root(digest))) {
            return digest;
        }
        Tree.remove(root(digest));
        Path unfinished = folder.resolve(".new-" + RandomId.next());
        try {
            Files.createDirectories(unfinished);
            if (packages.isPresent()) {
                copyHost(unfinished, packages.get(), init);
            } else {
                debootstrap(unfinished, init);
            }
            check(unfinished);
            seal(digest).remove();
            Files.move(unfinished, root(digest));
            seal(digest).write(root(digest));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            LocalProblem.BASE_FAILED,
                            "the base of local machines cannot be made",
                            e)
                    .withDetail(e.toString());
        }
        return digest;
    }

    /// Removes what no machine stands on, and what an earlier making left half done.
    void keepOnly(Set<String> digests) throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path base : all.toList()) {
                String digest = base.getFileName().toString().replace(BaseSeal.SUFFIX, "");
                if (!digests.contains(digest)) {
                    Tree.remove(base);
                }
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    LocalProblem.BASE_FAILED, folder + " cannot be read", e);
        }
    }

    boolean isEmpty() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    private BaseSeal seal(String digest) {
        return new BaseSeal(folder.resolve(digest + BaseSeal.SUFFIX));
    }

    private void copyHost(
            Path base, Collection<DebianPackages.Installed> packages, MachineRecord.Init init)
            throws IOException, InterruptedException {
        var settings = new BaseSettings(host, base);
        settings.skeleton();
        var contents = new BaseContents(host, host.resolve("var/lib/dpkg"));
        String paths = String.join("\0", contents.paths(packages)) + "\0";
        String copy =
                // 1 means that a folder changed while it was read, as folders of a living host do
                "(tar -C \"$0\" --no-recursion --null --verbatim-files-from -T - --xattrs -cf -"
                        + " || [ $? -le 1 ]) | tar -C \"$1\" --keep-directory-symlink --xattrs"
                        + " --xattrs-include='*' -xpf -";
        Command.of("bash", "-o", "pipefail", "-c", copy, host.toString(), base.toString())
                .withStdin(paths)
                .within(PATIENCE)
                .output();
        settings.complete(packages, init);
        Command.of("ldconfig", "-r", base.toString()).output();
    }

    /// A host without dpkg: Debian's own tool makes the same from the network.
    private void debootstrap(Path base, MachineRecord.Init init)
            throws IOException, InterruptedException {
        Command.of(
                        "debootstrap",
                        "--variant=minbase",
                        "--include=" + String.join(",", BasePackages.required(init)),
                        "stable",
                        base.toString())
                .within(PATIENCE)
                .output();
        new BaseSettings(base, base).ownSettings(init);
    }

    private static void check(Path base) throws InterruptedException {
        List<String> missing =
                MUST_HAVE.stream().filter(file -> !isThere(base, file)).sorted().toList();
        if (!missing.isEmpty()) {
            Tree.remove(base);
            throw new BeltException.OperationFailed(
                    LocalProblem.BASE_FAILED,
                    "the base of local machines lacks " + String.join(", ", missing));
        }
    }

    /// Follows links as if the base were the root, as far as Debian's folder links go.
    private static boolean isThere(Path base, String file) {
        return Files.exists(base.resolve(file))
                || Files.isSymbolicLink(base.resolve(file))
                || Files.exists(base.resolve("usr").resolve(file));
    }

    private static String digest(
            MachineRecord.Init init, Collection<DebianPackages.Installed> packages) {
        String text =
                packages.stream()
                        .map(DebianPackages.Installed::nameAndVersion)
                        .collect(Collectors.joining("\n", RECIPE + "\n", ""));
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return name(init, HexFormat.of().formatHex(sum, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("Java has no SHA-256", e);
        }
    }

    private static String foreignDigest(MachineRecord.Init init) {
        return name(init, "debootstrap-" + RECIPE);
    }

    private static String name(MachineRecord.Init init, String digest) {
        return init.name().toLowerCase(Locale.ROOT) + "-" + digest;
    }
}
