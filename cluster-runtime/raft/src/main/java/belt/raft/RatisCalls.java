package belt.raft;

import belt.core.BeltException;
import belt.store.StoreProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftServer;

/// Requests to the Raft server of this process, without a network client.
final class RatisCalls {
    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    RatisCalls(RaftServer server, RaftGroupId group) {
        this.server = server;
        this.group = group;
    }

    /// Appends a batch. Each call has a number of its own, or Ratis would answer from its cache.
    CompletableFuture<RaftClientReply> append(Batch batch) {
        RaftClientRequest request =
                RaftClientRequest.newBuilder()
                        .setClientId(client)
                        .setServerId(server.getId())
                        .setGroupId(group)
                        .setCallId(calls.incrementAndGet())
                        .setType(RaftClientRequest.writeRequestType())
                        .setMessage(batch)
                        .build();
        try {
            return server.submitClientRequestAsync(request)
                    .thenApply(reply -> {
                        if (!reply.isSuccess()) {
                            throw new CompletionException(reply.getException());
                        }
                        return reply;
                    });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void setConfiguration(SetConfigurationRequest.Arguments change, Duration patience) {
        await(
                "changing the managers' group",
                patience,
                call ->
                        server.setConfigurationAsync(
                                new SetConfigurationRequest(
                                        client, server.getId(), group, call, change)));
    }

    void transferLeadership(RaftPeerId target, Duration patience) {
        await(
                "handing the leadership to " + target,
                patience,
                call ->
                        server.transferLeadershipAsync(
                                new TransferLeadershipRequest(
                                        client,
                                        server.getId(),
                                        group,
                                        call,
                                        target,
                                        patience.toMillis())));
    }

    void takeSnapshot(Duration patience) {
        await(
                "taking a snapshot",
                patience,
                call ->
                        server.snapshotManagementAsync(
                                SnapshotManagementRequest.newCreate(
                                        client,
                                        server.getId(),
                                        group,
                                        call,
                                        patience.toMillis(),
                                        1)));
    }

    @FunctionalInterface
    private interface Call {
        CompletableFuture<RaftClientReply> send(long call) throws IOException;
    }

    private void await(String what, Duration patience, Call call) {
        try {
            RaftClientReply reply =
                    call.send(calls.incrementAndGet())
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isSuccess()) {
                throw failure(what, reply.getException());
            }
        } catch (IOException e) {
            throw failure(what, e);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new BeltException.OperationFailed(
                    RaftProblem.CHANGE_FAILED,
                    what + " took longer than " + patience.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BeltException.OperationFailed(
                    RaftProblem.CHANGE_FAILED, what + " was interrupted", e);
        }
    }

    private BeltException failure(String what, Throwable why) {
        Throwable cause =
                why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        return switch (cause) {
            case NotLeaderException _ ->
                    new BeltException.Unreachable(
                            StoreProblem.NOT_LEADER,
                            what + " failed: " + server.getId() + " is not the leader",
                            cause);
            case ReconfigurationInProgressException _, SetConfigurationException _ ->
                    new BeltException.Conflict(
                            RaftProblem.CHANGED_MEANWHILE,
                            what + " failed: another change came first",
                            cause);
            default ->
                    new BeltException.OperationFailed(
                            RaftProblem.CHANGE_FAILED,
                            what + " failed: " + RatisFailures.root(cause).getMessage(),
                            cause);
        };
    }
}
