import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies jars without what costs and does not help: native libraries of other systems, and signatures, since the AOT cache
/// passes over classes of signed jars and the JVM checks them one by one. Run from source by what packs `belt` and the node
/// bundle: `TrimJars.java ARCH TARGET-FOLDER JAR…`, ARCH as `uname -m` prints it.
public final class TrimJars {
    private static final List<String> NATIVE = List.of(".so", ".dll", ".dylib", ".jnilib", ".a");

    public static void main(String[] args) throws IOException {
        for (int i = 2; i < args.length; i++) {
            Path jar = Path.of(args[i]);
            copy(jar, Path.of(args[1]).resolve(jar.getFileName()), args[0]);
        }
    }

    private static void copy(Path from, Path to, String arch) throws IOException {
        try (var jar = new ZipFile(from.toFile())) {
            if (jar.stream().allMatch(entry -> wanted(entry.getName(), arch))) {
                Files.copy(from, to);
            } else {
                try (var out = new ZipOutputStream(Files.newOutputStream(to))) {
                    for (ZipEntry entry : jar.stream().filter(each -> wanted(each.getName(), arch)).toList()) {
                        copy(jar, entry, out);
                    }
                }
            }
        }
        // the AOT cache knows a jar by its time
        Files.setLastModifiedTime(to, FileTime.from(Files.getLastModifiedTime(from).toInstant()));
    }

    private static void copy(ZipFile jar, ZipEntry entry, OutputStream out) throws IOException {
        var zip = (ZipOutputStream) out;
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        zip.putNextEntry(copy);
        try (var in = jar.getInputStream(entry)) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }

    /// Natives are named or kept in folders in every spelling there is: linux-x86-64, linux_x86_64, epoll_x86_64.
    static boolean wanted(String name, String arch) {
        if (name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")) {
            return false;
        }
        if (NATIVE.stream().noneMatch(name::endsWith)) {
            return true;
        }
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        boolean foreign =
                List.of("win", "osx", "macos", "darwin", "kqueue", "sunos", "bsd", "aix").stream()
                        .anyMatch(plain::contains);
        boolean here =
                arch.equals("aarch64")
                        ? plain.contains("aarch64") || plain.contains("aarch-64")
                        : plain.contains("x86-64");
        return !foreign && here && !plain.contains("android");
    }
}
