package belt.core.testkit;

import belt.core.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All problem codes on this class path, those of tests left out. Only the heads of belt's class files are read.
final class ProblemCodes {
    private static final String WANTED = ProblemCode.class.getName().replace('.', '/');

    private ProblemCodes() {}

    static List<ProblemCode> all() {
        var codes = new ArrayList<ProblemCode>();
        for (String entry :
                System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            Path path = Path.of(entry);
            String name = String.valueOf(path.getFileName());
            if (Files.isDirectory(path) && !name.equals("test-classes")) {
                read(path, codes);
            } else if (name.startsWith("belt")
                    && name.endsWith(".jar")
                    && !name.endsWith("-tests.jar")) {
                try (FileSystem jar =
                        FileSystems.newFileSystem(URI.create("jar:" + path.toUri()), Map.of())) {
                    read(jar.getPath("/"), codes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.copyOf(codes);
    }

    private static void read(Path root, List<ProblemCode> codes) {
        Path belt = root.resolve("belt");
        if (!Files.isDirectory(belt)) {
            return;
        }
        try (Stream<Path> files = Files.walk(belt)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                boolean wanted =
                        model.flags().has(AccessFlag.ENUM)
                                && model.interfaces().stream()
                                        .anyMatch(each -> each.asInternalName().equals(WANTED));
                if (wanted) {
                    String name = model.thisClass().asInternalName().replace('/', '.');
                    for (Object code : Class.forName(name).getEnumConstants()) {
                        codes.add((ProblemCode) code);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
