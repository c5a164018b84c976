package belt.cli.output;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Data as YAML 1.2. Loaded only when asked for.
public final class Yaml {
    private Yaml() {}

    /// A document in block style, ending with a line end.
    public static String text(Object data) {
        var settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDereferenceAliases(true)
                        .setWidth(4096)
                        .build();
        return new Dump(settings).dumpToString(data);
    }
}
