package belt.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLoggersTest {
    @TempDir private Path folder;

    @Test
    void whatIsSentToProvidersIsNeverLogged() {
        var shown = new ByteArrayOutputStream();
        var loggers = new FileLoggers(new LogFile(folder.resolve("log")));
        loggers.echoTo(new PrintStream(shown, true, StandardCharsets.UTF_8));
        loggers.getLogger("org.apache.http.headers").debug("Authorization: Bearer geheim");
        loggers.getLogger("org.apache.http.wire").debug("Authorization: Bearer geheim");
        loggers.getLogger("com.myjeeva.digitalocean.impl.Client").debug("geheim");
        loggers.getLogger("belt.provider.digitalocean.Api").debug("said");
        loggers.getLogger("org.apache.http.wire").warn("warned");
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("said", "warned")
                .doesNotContain("geheim");
    }
}
