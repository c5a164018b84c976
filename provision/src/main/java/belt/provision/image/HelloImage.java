package belt.provision.image;

import belt.core.BeltException;
import belt.provision.NodeSpec;
import belt.provision.ProvisionProblem;
import belt.provision.step.Checksum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The image `hello` of the quickstart: a web server on port 80 whose page says which task on which node answered. It is
/// made from a static busybox, without a registry and without an engine, and always has the same bytes.
public final class HelloImage {
    /// Its name in an engine.
    public static final String REFERENCE = "hello:latest";

    /// As PID 1 it has to listen to SIGTERM itself, or stopping it takes until the engine loses patience.
    private static final String START =
            """
            #!/bin/sh
            trap 'exit 0' TERM INT
            busybox httpd -f -p "${PORT:-80}" -h /www &
            wait $!
            """;

    /// busybox runs it for `/` because there is no index.html.
    private static final String PAGE =
            """
            #!/bin/sh
            printf 'Content-Type: text/plain\\r\\nCache-Control: no-store\\r\\n\\r\\n'
            echo "hello from task ${BELT_TASK_NAME:-$(busybox hostname)} on node ${BELT_NODE:-unknown}"
            echo "container $(busybox hostname), asked by ${REMOTE_ADDR:-unknown}"
            """;

    private HelloImage() {}

    /// Writes the image as `docker save` would.
    ///
    /// @param busybox a statically linked busybox, from Debian's package busybox-static
    /// @param archive where to write it; appears whole or not at all
    /// @return what a node needs to know to load it
    /// @throws BeltException.InvalidInput if busybox is missing or linked dynamically
    public static NodeSpec.ImageArchive write(Path busybox, Path archive) {
        try {
            byte[] program = Files.readAllBytes(busybox);
            String architecture = ElfProgram.requireStatic(busybox, program);
            byte[] layer = layer(program);
            String content = "sha256:" + Checksum.ofBytes(layer);
            byte[] config = config(architecture, content).getBytes(StandardCharsets.UTF_8);
            Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
            Files.write(fresh, image(layer, config));
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
            return new NodeSpec.ImageArchive(archive, REFERENCE, content);
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.IMAGE_UNREADABLE,
                    "cannot make the image hello from " + busybox + ": " + e,
                    e);
        }
    }

    private static byte[] layer(byte[] busybox) {
        return new TarWriter()
                .folder("bin", 0755)
                .file("bin/busybox", 0755, busybox)
                .link("bin/sh", "busybox")
                .file("bin/hello", 0755, START.getBytes(StandardCharsets.UTF_8))
                .folder("etc", 0755)
                .folder("tmp", 01777)
                .folder("www", 0755)
                .folder("www/cgi-bin", 0755)
                .file("www/cgi-bin/index.cgi", 0755, PAGE.getBytes(StandardCharsets.UTF_8))
                .finish();
    }

    private static String config(String architecture, String content) {
        return """
        {"architecture":"%s","os":"linux","created":"2026-01-01T00:00:00Z",\
        "config":{"Entrypoint":["/bin/hello"],"Env":["PATH=/bin"],"ExposedPorts":{"80/tcp":{}},\
        "Labels":{"belt.content":"%s"},"WorkingDir":"/"},\
        "history":[{"created":"2026-01-01T00:00:00Z","created_by":"belt"}],\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
                .formatted(architecture, content, content);
    }

    private static byte[] image(byte[] layer, byte[] config) {
        String id = Checksum.ofBytes(config);
        String folder = Checksum.ofBytes(layer);
        String manifest =
                "[{\"Config\":\"%s.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"%s/layer.tar\"]}]"
                        .formatted(id, REFERENCE, folder);
        return new TarWriter()
                .file(id + ".json", 0644, config)
                .folder(folder, 0755)
                .file(folder + "/layer.tar", 0644, layer)
                .file("manifest.json", 0644, manifest.getBytes(StandardCharsets.UTF_8))
                .finish();
    }
}
