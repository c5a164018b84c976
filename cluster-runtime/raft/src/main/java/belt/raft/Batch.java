package belt.raft;

import belt.core.BeltException;
import belt.store.Entry;
import belt.store.EntryCodec;
import belt.store.TxResult;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/// Transactions that travel in one log entry, together with those who wait for them. It is the message that Ratis
/// carries, so that the state machine meets it again when the entry is applied here.
final class Batch implements Message {
    private final List<Proposal> proposals;
    private final Instant at;
    private volatile @Nullable ByteString content;

    Batch(Instant at, List<Proposal> proposals) {
        this.at = at;
        this.proposals = List.copyOf(proposals);
    }

    /// The entry's bytes, made when they are first asked for: by the thread that submits.
    @Override
    public ByteString getContent() {
        ByteString made = content;
        if (made == null) {
            var entry = new Entry(at, proposals.stream().map(Proposal::actions).toList());
            made = UnsafeByteOperations.unsafeWrap(EntryCodec.encode(entry));
            content = made;
        }
        return made;
    }

    /// Tells the proposers what became of their transactions: on a thread of its own, since they may do anything then.
    void complete(List<TxResult> results) {
        Thread.ofVirtual()
                .name("raft-result")
                .start(() -> {
                    for (int i = 0; i < proposals.size(); i++) {
                        proposals.get(i).result().complete(results.get(i));
                    }
                });
    }

    /// Tells the proposers that the outcome will not be known here. Does nothing for those who were told already.
    void fail(BeltException why) {
        List<CompletableFuture<TxResult>> waiting =
                proposals.stream().map(Proposal::result).filter(each -> !each.isDone()).toList();
        if (!waiting.isEmpty()) {
            Thread.ofVirtual()
                    .name("raft-result")
                    .start(() -> waiting.forEach(each -> each.completeExceptionally(why)));
        }
    }

    @Override
    public String toString() {
        return proposals.size() + " transactions, " + getContent().size() + " bytes";
    }
}
