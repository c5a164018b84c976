package belt.raft;

import belt.model.ClusterId;
import belt.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Everything that a manager's Raft server is told. The defaults suit a daemon with a heap of 64 MB;
/// docs/design/raft.md says which default of Ratis each of them replaces and why.
///
/// @param member who and where this manager is
/// @param directory its folder, `/var/lib/belt/raft` on a node; made with mode 0700 where missing
/// @param tls key and trust between the managers; null for plain connections, in tests only
/// @param elections how long to wait for a leader
/// @param log sizes and limits of the log
/// @param snapshots when a snapshot is taken, and what is kept
public record RaftSettings(
        Member member,
        Path directory,
        @Nullable PeerTls tls,
        Elections elections,
        LogLimits log,
        Snapshots snapshots) {

    /// @param cluster the cluster; its group id is made from it, so that two clusters never mix
    /// @param id this node
    /// @param address host:port by which the other managers reach it; stored in the log
    /// @param bindHost the local address to listen on
    /// @param bindPort the local port to listen on, 2378 on a node
    public record Member(
            ClusterId cluster, NodeId id, String address, String bindHost, int bindPort) {}

    /// @param keys asked for the key at every handshake, so that a renewed certificate is used at once
    /// @param trust must refuse everything but managers of this cluster
    public record PeerTls(KeyManager keys, TrustManager trust) {}

    /// A follower that hears nothing of a leader for a random time between the two limits asks for votes.
    ///
    /// @param min 800 ms: with 150 ms, Ratis' default, busy cold JVMs lost their leader again and again
    /// @param max 1.5 s
    /// @param firstMin the same right after the start, where nobody can have heard anything yet; 300 ms
    /// @param firstMax 900 ms
    public record Elections(Duration min, Duration max, Duration firstMin, Duration firstMax) {
        public static final Elections DEFAULT =
                new Elections(
                        Duration.ofMillis(800),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(300),
                        Duration.ofMillis(900));
    }

    /// @param segmentBytes a segment file's largest size; 8 MiB
    /// @param preallocatedBytes by how much a segment file grows at a time; 1 MiB
    /// @param cachedSegments closed segments kept in memory for followers that lag a little; 2
    /// @param queueBytes entries that may wait for the disk, in memory; 16 MiB
    /// @param freeBytesMin with less free space on the disk the server does not start; 16 MiB
    /// @param window how long a transaction may wait for others while an entry is under way; 3 ms
    public record LogLimits(
            int segmentBytes,
            int preallocatedBytes,
            int cachedSegments,
            int queueBytes,
            long freeBytesMin,
            Duration window) {
        public static final LogLimits DEFAULT =
                new LogLimits(8 << 20, 1 << 20, 2, 16 << 20, 16 << 20, Duration.ofMillis(3));
    }

    /// @param everyEntries a snapshot after so many entries; 10,000 as in SwarmKit
    /// @param everyBytes or after so many bytes of entries; 16 MiB
    /// @param kept snapshots that are kept; 2
    /// @param margin entries kept behind the snapshot so that a follower that was away for a moment needs no snapshot;
    ///     500 as in SwarmKit
    public record Snapshots(long everyEntries, long everyBytes, int kept, long margin) {
        public static final Snapshots DEFAULT = new Snapshots(10_000, 16 << 20, 2, 500);
    }

    /// Levels for Ratis' loggers that keep the daemon's log readable at INFO. With slf4j-simple each becomes a system
    /// property `org.slf4j.simpleLogger.log.<logger>=<level>`, set before the first logger is made.
    public static final Map<String, String> LOG_LEVELS =
            Map.of(
                    "org.apache.ratis", "warn",
                    // each attempt to reach a manager that is away
                    "org.apache.ratis.grpc", "error",
                    "org.apache.ratis.server.leader.LogAppender", "error",
                    "org.apache.ratis.server.impl.LeaderElection", "error",
                    // what we report ourselves: the leadership, life cycles, a log or snapshot that
                    // cannot be written
                    "org.apache.ratis.server.RaftServer$Division", "off",
                    "org.apache.ratis.server.impl.StateMachineUpdater", "off",
                    "org.apache.ratis.server.raftlog", "off",
                    "org.apache.ratis.util", "off");

    /// With all defaults.
    public static RaftSettings of(Member member, Path directory, @Nullable PeerTls tls) {
        return new RaftSettings(
                member, directory, tls, Elections.DEFAULT, LogLimits.DEFAULT, Snapshots.DEFAULT);
    }

    public RaftSettings withElections(Elections other) {
        return new RaftSettings(member, directory, tls, other, log, snapshots);
    }

    public RaftSettings withLog(LogLimits other) {
        return new RaftSettings(member, directory, tls, elections, other, snapshots);
    }

    public RaftSettings withSnapshots(Snapshots other) {
        return new RaftSettings(member, directory, tls, elections, log, other);
    }

    /// The folder of Ratis' own files.
    Path storage() {
        return directory.resolve("group");
    }
}
