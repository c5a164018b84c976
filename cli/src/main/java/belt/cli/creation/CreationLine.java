package belt.cli.creation;

import belt.cli.state.Journal;

/// The words for what a line of the journal tells of a creation. The stages from {@link Stage#SSH_READY} on are written
/// with their own words: subject the machine's name, `id`.
final class CreationLine {
    /// Begins it. Details: the request, `command`, `provider`, `account`, `option.KEY`, those of the {@link Finish}.
    static final String BEGIN = Journal.BEGIN;

    /// Closes it. Details: `result`.
    static final String END = Journal.END;

    /// A batch was planned: the details of {@link BatchLine}.
    static final String PLANNED = "planned";

    /// All batches were planned: `together`. Nothing was asked for before this line.
    static final String COMPLETE = "plan-complete";

    /// A batch, or what is left of it, is about to be asked for: `batch`, `token`, `names`.
    static final String REQUESTED = "requested";

    /// The request's reply is complete: `batch`, `token`.
    static final String ANSWERED = "answered";

    /// The request changed nothing: `batch`, `token`, `reason`.
    static final String REFUSED = "refused";

    /// Nobody knows whether the request took effect: `batch`, `token`.
    static final String UNKNOWN = "unknown";

    /// A machine is there: subject its name, `id`.
    static final String ALLOCATED = "allocated";

    /// A machine is active and has its address: subject its name, `id`, `address`.
    static final String ADDRESSED = "addressed";

    /// A machine could not be made: subject its name, `reason`.
    static final String FAILED = "failed";

    /// A machine that is there got no further: subject its name, `id`, `at`, `reason`, `code`, `retryable`. Another word
    /// than {@link #FAILED}, by which an older belt would make the machine again.
    static final String STUCK = "stuck";

    /// A machine that got no further is kept for its operator to look at: subject its name, `id`, `until`.
    static final String KEPT = "kept";

    /// A machine that was there is not any more: subject its name, `id`.
    static final String VANISHED = "vanished";

    /// A machine is about to be removed: subject its name, `id`.
    static final String REMOVING = "removing";

    /// It was removed: subject its name, `id`.
    static final String REMOVED = "removed";

    /// A machine is not wanted any more, `belt rm` took it: subject its name.
    static final String GIVEN_UP = "given-up";

    /// All machines are there; what is left is to make nodes of them.
    static final String MADE = "made";

    private CreationLine() {}
}
