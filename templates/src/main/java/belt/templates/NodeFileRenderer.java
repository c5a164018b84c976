package belt.templates;

import belt.core.BeltException;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;

/// Turns a {@link NodeFile} into text. One object may be used by many threads.
///
/// The templates are plain Pebble, with unknown variables as errors, no escaping that nobody asked for, and newlines
/// kept as they stand: Pebble's own trimming eats the newline behind every tag.
public final class NodeFileRenderer {
    private final PebbleEngine engine;

    public NodeFileRenderer() {
        var loader = new ClasspathLoader(NodeFileRenderer.class.getClassLoader());
        loader.setPrefix("belt/templates");
        loader.setSuffix(".peb");
        engine =
                new PebbleEngine.Builder()
                        .loader(loader)
                        .autoEscaping(false)
                        .strictVariables(true)
                        .newLineTrimming(false)
                        .extension(new QuotingFilters())
                        .build();
    }

    /// The file's whole text.
    ///
    /// @throws BeltException.InvalidInput if a value cannot be written in the file's language, for example a line break
    ///     in a sysctl value
    public String render(NodeFile file) {
        var out = new StringWriter();
        try {
            engine.getTemplate(file.template()).evaluate(out, file.variables());
        } catch (PebbleException | IOException e) {
            if (e.getCause() instanceof BeltException problem) {
                throw problem;
            }
            throw new BeltException.Bug("template " + file.template() + ": " + e.getMessage(), e);
        }
        return out.toString();
    }
}
