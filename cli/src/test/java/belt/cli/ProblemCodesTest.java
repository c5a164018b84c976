package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.help.ProblemPages;
import belt.core.ProblemCode;
import belt.core.testkit.ProblemCodesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Every code that can stand in brackets behind an error of `belt`.
class ProblemCodesTest extends ProblemCodesContract {
    @Override
    protected Path pages() {
        return Path.of("../docs/errors");
    }

    @Test
    void helpHasAPageForEachOffline() {
        var pages = new ProblemPages();
        assertThat(codes()).extracting(ProblemCode::id).contains("cli.unknown-command");
        assertThat(codes().stream().map(ProblemCode::id).filter(id -> pages.page(id).isBlank()))
                .isEmpty();
    }
}
