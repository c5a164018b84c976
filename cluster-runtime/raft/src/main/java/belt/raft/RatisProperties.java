package belt.raft;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// Our settings as Ratis' keys. Every dangerous default that was measured is answered here; docs/design/raft.md has the
/// table.
final class RatisProperties {
    /// One log entry holds at most this; a transaction that takes more is refused.
    static final int ENTRY_BYTES_MAX = 1 << 20;

    /// One message between managers: an entry with Ratis' share, or several small ones.
    static final int APPEND_BYTES_MAX = ENTRY_BYTES_MAX + (1 << 16);

    /// gRPC's own logging; held here, or the level would go with the garbage.
    private static final Logger GRPC_LOGGER = Logger.getLogger("org.apache.ratis.thirdparty");

    private RatisProperties() {}

    /// Keeps gRPC's remarks about its start out of our log.
    static void quiet() {
        GRPC_LOGGER.setLevel(Level.WARNING);
    }

    /// @param alone whether this manager is the only one, so that it need not wait for others before it leads
    static RaftProperties of(RaftSettings settings, File removed, boolean alone) {
        var keys = new RaftProperties();
        storage(keys, settings, removed);
        network(keys, settings);
        elections(keys, settings.elections());
        if (alone) {
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(keys, time(Duration.ofMillis(20)));
            RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(keys, time(Duration.ofMillis(60)));
        }
        log(keys, settings.log());
        snapshots(keys, settings.snapshots());
        memory(keys, settings.log());
        return keys;
    }

    private static void storage(RaftProperties keys, RaftSettings settings, File removed) {
        RaftServerConfigKeys.setStorageDir(keys, List.of(settings.storage().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(keys, removed);
        // ours is checked before the start, with a message; this one only logs
        RaftServerConfigKeys.setStorageFreeSpaceMin(keys, SizeInBytes.valueOf(0));
    }

    private static void network(RaftProperties keys, RaftSettings settings) {
        GrpcConfigKeys.Server.setHost(keys, settings.member().bindHost());
        GrpcConfigKeys.Server.setPort(keys, settings.member().bindPort());
        GrpcConfigKeys.setMessageSizeMax(keys, SizeInBytes.valueOf(APPEND_BYTES_MAX + (1 << 20)));
    }

    static Parameters tls(RaftSettings settings) {
        var parameters = new Parameters();
        RaftSettings.PeerTls tls = settings.tls();
        if (tls != null) {
            var config = new GrpcTlsConfig(tls.keys(), tls.trust(), true);
            GrpcConfigKeys.TLS.setConf(parameters, config);
            GrpcConfigKeys.Server.setTlsConf(parameters, config);
            GrpcConfigKeys.Admin.setTlsConf(parameters, config);
            GrpcConfigKeys.Client.setTlsConf(parameters, config);
        }
        return parameters;
    }

    private static void elections(RaftProperties keys, RaftSettings.Elections elections) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(keys, time(elections.min()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(keys, time(elections.max()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(keys, time(elections.firstMin()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(keys, time(elections.firstMax()));
        RaftServerConfigKeys.Rpc.setRequestTimeout(keys, time(Duration.ofSeconds(3)));
        RaftServerConfigKeys.LeaderElection.setPreVote(keys, true);
        // a new member votes once it is this close: a vote of one that lags would stall every
        // commit
        RaftServerConfigKeys.setStagingCatchupGap(keys, 10);
        // a machine that slept for a minute must not lose its Raft server over it: elections sort
        // that out
        RaftServerConfigKeys.setCloseThreshold(keys, time(Duration.ofDays(1)));
    }

    private static void log(RaftProperties keys, RaftSettings.LogLimits log) {
        RaftServerConfigKeys.Log.setCorruptionPolicy(keys, CorruptionPolicy.EXCEPTION);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(keys, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(keys, false);
        // an entry of its own for each commit index: nothing needs it before there is a leader
        // again
        RaftServerConfigKeys.Log.setLogMetadataEnabled(keys, false);
        RaftServerConfigKeys.Log.setSegmentSizeMax(keys, SizeInBytes.valueOf(log.segmentBytes()));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                keys, SizeInBytes.valueOf(log.preallocatedBytes()));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
                keys, SizeInBytes.valueOf(APPEND_BYTES_MAX));
        // Ratis wants 8 bytes more than the appender's limit
        RaftServerConfigKeys.Log.setWriteBufferSize(
                keys, SizeInBytes.valueOf(APPEND_BYTES_MAX + (1 << 10)));
    }

    private static void snapshots(RaftProperties keys, RaftSettings.Snapshots snapshots) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(keys, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(keys, snapshots.everyEntries());
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(keys, snapshots.kept());
        RaftServerConfigKeys.Snapshot.setCreationGap(keys, 1);
        RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(keys, false);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(keys, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(keys, snapshots.margin());
        RaftServerConfigKeys.Log.setPurgeGap(keys, 1);
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(keys, true);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
                keys, SizeInBytes.valueOf(ENTRY_BYTES_MAX));
    }

    private static void memory(RaftProperties keys, RaftSettings.LogLimits log) {
        SizeInBytes queue = SizeInBytes.valueOf(log.queueBytes());
        RaftServerConfigKeys.Log.setQueueByteLimit(keys, queue);
        RaftServerConfigKeys.Log.setQueueElementLimit(keys, 1024);
        RaftServerConfigKeys.Write.setByteLimit(keys, queue);
        RaftServerConfigKeys.Write.setElementLimit(keys, 1024);
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(keys, log.cachedSegments());
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(
                keys, SizeInBytes.valueOf((long) log.cachedSegments() * log.segmentBytes()));
        // nobody repeats a request, so the cache of answers has no use
        RaftServerConfigKeys.RetryCache.setExpiryTime(keys, time(Duration.ofSeconds(2)));
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
