package belt.provider.aws.testkit;

import java.time.Instant;

/// One call on its way.
///
/// @param query what was asked
/// @param xml where the answer goes
/// @param now the time
/// @param account whose it is
record Call(Ec2Query query, Xml xml, FakeRegion region, Instant now, FakeAccount account) {
    Faults faults() {
        return account.faults();
    }

    /// Ends a call with `DryRun=true`, which has passed all checks.
    void endIfDry() {
        if (query.flag("DryRun") && !faults().ignoresDryRun()) {
            throw Ec2Error.DRY_RUN_OPERATION.because(
                    "Request would have succeeded, but DryRun flag is set.");
        }
    }

    void done() {
        xml.text("return", true);
    }
}
