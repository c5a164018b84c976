package belt.daemon;

import belt.core.testkit.ProblemCodesContract;
import java.nio.file.Path;

/// Every problem code of a node's side; those of the operator's side are walked in `cli`.
class ProblemCodesTest extends ProblemCodesContract {
    @Override
    protected Path pages() {
        return Path.of("../../docs/errors");
    }
}
