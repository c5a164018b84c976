package belt.cli.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The page of every problem code: the sections `## CODE` of `docs/errors/*.md`, which the build packs into the jar.
public final class ProblemPages {
    private static final String FOLDER = "belt/errors/";
    private static final String ANCHOR = FOLDER + "core.md";

    private final Map<String, String> pages = new LinkedHashMap<>();

    public ProblemPages() {
        try {
            for (String file : files()) {
                read(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The codes, in the order of the files.
    public List<String> codes() {
        return List.copyOf(pages.keySet());
    }

    /// The text below a code's heading; empty if there is none.
    public String page(String code) {
        return pages.getOrDefault(code, "");
    }

    private static List<String> files() throws IOException {
        URL anchor =
                Objects.requireNonNull(
                        ProblemPages.class.getClassLoader().getResource(ANCHOR), ANCHOR);
        if (anchor.openConnection() instanceof JarURLConnection jar) {
            try (var open = jar.getJarFile()) {
                return open.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(FOLDER) && name.endsWith(".md"))
                        .sorted()
                        .toList();
            }
        }
        try (var list = Files.list(Objects.requireNonNull(Path.of(uri(anchor)).getParent()))) {
            return list.map(path -> FOLDER + path.getFileName())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no URI", e);
        }
    }

    private void read(String file) throws IOException {
        try (InputStream in = ProblemPages.class.getClassLoader().getResourceAsStream(file)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, file).readAllBytes(),
                            StandardCharsets.UTF_8);
            String code = "";
            var body = new ArrayList<String>();
            for (String line : text.lines().toList()) {
                if (line.startsWith("## ")) {
                    keep(code, body);
                    code = line.substring(3).strip();
                } else {
                    body.add(line);
                }
            }
            keep(code, body);
        }
    }

    private void keep(String code, List<String> body) {
        if (!code.isEmpty()) {
            pages.put(code, String.join("\n", body).strip());
        }
        body.clear();
    }
}
