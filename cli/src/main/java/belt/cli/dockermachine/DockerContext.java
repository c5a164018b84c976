package belt.cli.dockermachine;

import belt.cli.json.Json;
import belt.cli.term.Io;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A context of the docker CLI, in its own store: `contexts/meta/ID/meta.json` and `contexts/tls/ID/docker/*.pem`, where ID
/// is the SHA-256 of the name.
///
/// @param io the operator's surroundings
/// @param name the context's name
record DockerContext(Io io, String name) {
    DockerContext {
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.+-]+") || name.equals("default")) {
            throw new BeltException.InvalidInput(
                            MachineProblem.DOCKER_CONTEXT,
                            "'" + name + "' cannot be the name of a docker context")
                    .withDetail("letters, digits and _.+-, two at least, and not default");
        }
    }

    /// Writes it, in place of one of the same name.
    void write(Endpoint endpoint) {
        Path contexts =
                io.variable("DOCKER_CONFIG")
                        .map(io::path)
                        .orElseGet(() -> io.userHome().resolve(".docker"))
                        .resolve("contexts");
        Path tls = contexts.resolve("tls").resolve(id()).resolve("docker");
        Path meta = contexts.resolve("meta").resolve(id());
        try {
            Files.createDirectories(
                    tls,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(meta);
            for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
                copy(endpoint.certificates().resolve(file), tls.resolve(file));
            }
            Files.writeString(meta.resolve("meta.json"), json(endpoint));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    MachineProblem.DOCKER_CONTEXT,
                    "docker context " + name + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path beside = to.resolveSibling("." + to.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(
                beside,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, Files.readAllBytes(from));
        Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private String json(Endpoint endpoint) {
        String what =
                "machine " + endpoint.machine().name() + " of belt's " + endpoint.cluster().name();
        return Json.compact(
                Map.of(
                        "Name",
                        name,
                        "Metadata",
                        Map.of("Description", what),
                        "Endpoints",
                        Map.of("docker", Map.of("Host", endpoint.url(), "SkipTLSVerify", false))));
    }

    private String id() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("every JDK has SHA-256", e);
        }
    }
}
