package belt.raft;

import belt.core.BeltException;
import belt.model.NodeId;
import belt.raft.HighWaterMark.Mark;
import belt.store.StoreProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.util.SizeInBytes;

/// Ratis' files of a stopped server, read to notice what Ratis itself would pass over: a log that is missing, empty or
/// shorter than it was, a hole in it, a lost configuration (docs/design/raft.md, damage table).
final class StoredGroup {
    private static final Pattern SEGMENT =
            Pattern.compile("log_(?:inprogress_(\\d+)|(\\d+)-(\\d+))");

    /// @param end -1 for the segment that is being written
    private record Segment(Path file, long start, long end) {}

    private final Path folder;
    private final Path marked;
    private final int entryBytesMax;

    /// @param folder Ratis' folder of the group
    /// @param marked the mark's file
    StoredGroup(Path folder, Path marked, int entryBytesMax) {
        this.folder = folder;
        this.marked = marked;
        this.entryBytesMax = entryBytesMax;
    }

    Path configuration() {
        return folder.resolve("current").resolve("raft-meta.conf");
    }

    /// Refuses what a restart would silently lose something of.
    ///
    /// @throws BeltException.OperationFailed DAMAGED or NEWER_FORMAT
    void verify() throws IOException {
        Mark mark = mark();
        if (!Files.isDirectory(folder.resolve("current"))) {
            throw damaged("there is no log, although this node was a manager");
        }
        List<Segment> segments = segments();
        long snapshot = newestSnapshot();
        boolean used = mark.index() >= 0 || snapshot >= 0 || !segments.isEmpty();
        Path meta = folder.resolve("current").resolve("raft-meta");
        if (used && (!Files.exists(meta) || Files.size(meta) == 0)) {
            throw damaged("raft-meta is missing or empty");
        }
        if (snapshot >= 0 && readConfiguration().isEmpty()) {
            throw damaged("raft-meta.conf, the list of members, is missing");
        }
        checkHoles(segments, snapshot);
        long end = Math.max(snapshot, lastIndex(segments));
        if (end < mark.index()) {
            throw damaged(
                    "it ends with entry "
                            + end
                            + ", although entry "
                            + mark.index()
                            + " was applied");
        }
    }

    private Mark mark() throws IOException {
        if (!Files.exists(marked)) {
            if (!Files.isDirectory(folder.resolve("current"))) {
                throw damaged("it is empty, although this node was a manager");
            }
            return Mark.NONE;
        }
        Mark mark =
                HighWaterMark.read(marked)
                        .orElseThrow(() -> damaged("its high-water mark cannot be read"));
        if (mark.format() > HighWaterMark.FORMAT) {
            throw new BeltException.OperationFailed(
                    StoreProblem.NEWER_FORMAT,
                    marked.getParent()
                            + " has format "
                            + mark.format()
                            + ", this beltd reads up to "
                            + HighWaterMark.FORMAT);
        }
        return mark;
    }

    private void checkHoles(List<Segment> segments, long snapshot) {
        long next = -1;
        for (Segment segment : segments) {
            if (next == -1 && segment.start() > snapshot + 1) {
                throw damaged(
                        "entries before "
                                + segment.start()
                                + " are missing, the snapshot ends at "
                                + snapshot);
            }
            if (next != -1 && segment.start() != next) {
                throw damaged("entries " + next + " to " + (segment.start() - 1) + " are missing");
            }
            next = segment.end() + 1;
        }
    }

    private List<Segment> segments() {
        var all = new ArrayList<Segment>();
        for (Path file : StateFolder.children(folder.resolve("current"))) {
            Matcher name = SEGMENT.matcher(file.getFileName().toString());
            if (name.matches()) {
                boolean open = name.group(1) != null;
                all.add(
                        new Segment(
                                file,
                                Long.parseLong(open ? name.group(1) : name.group(2)),
                                open ? -1 : Long.parseLong(name.group(3))));
            }
        }
        all.sort(Comparator.comparingLong(Segment::start));
        return all;
    }

    private long newestSnapshot() {
        return StateFolder.children(folder.resolve("sm")).stream()
                .map(file ->
                        SimpleStateMachineStorage.SNAPSHOT_REGEX.matcher(
                                file.getFileName().toString()))
                .filter(Matcher::matches)
                .mapToLong(name -> Long.parseLong(name.group(2)))
                .max()
                .orElse(-1);
    }

    private long lastIndex(List<Segment> segments) {
        if (segments.isEmpty()) {
            return -1;
        }
        Segment last = segments.getLast();
        return last.end() >= 0
                ? last.end()
                : readLast(last).map(LogEntryProto::getIndex).orElse(last.start() - 1);
    }

    /// The last whole entry of the segment that was being written.
    private Optional<LogEntryProto> readLast(Segment segment) {
        var last = new LogEntryProto[1];
        LogSegmentPath path = LogSegmentPath.matchLogSegment(segment.file());
        try {
            if (path == null || Files.size(segment.file()) == 0) {
                return Optional.empty();
            }
            LogSegment.readSegmentFile(
                    segment.file().toFile(),
                    path.getStartEnd(),
                    SizeInBytes.valueOf(entryBytesMax),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    entry -> last[0] = entry);
        } catch (IOException | IllegalStateException e) {
            throw damaged(segment.file().getFileName() + " cannot be read: " + e.getMessage(), e);
        }
        return Optional.ofNullable(last[0]);
    }

    /// The index of the log's last entry; -1 if there is none.
    long lastIndex() {
        return Math.max(newestSnapshot(), lastIndex(segments()));
    }

    /// Whether the stored list of members has this one and no other.
    boolean holdsOnly(NodeId id) throws IOException {
        List<RaftPeerProto> members =
                readConfiguration()
                        .map(entry -> entry.getConfigurationEntry().getPeersList())
                        .orElse(List.of());
        return members.size() == 1 && members.getFirst().getId().toStringUtf8().equals(id.value());
    }

    /// The stored list of members; empty before the first one was stored.
    Optional<LogEntryProto> readConfiguration() throws IOException {
        Path file = configuration();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            var entry = LogEntryProto.parseFrom(in);
            if (!entry.hasConfigurationEntry()) {
                throw damaged("raft-meta.conf, the list of members, is empty");
            }
            return Optional.of(entry);
        } catch (org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException e) {
            throw damaged("raft-meta.conf, the list of members, cannot be read", e);
        }
    }

    private BeltException damaged(String what) {
        return withMembers(StateFolder.damaged(folder, what));
    }

    private BeltException damaged(String what, Exception cause) {
        var damaged =
                new BeltException.OperationFailed(
                        StoreProblem.DAMAGED,
                        "the replicated state in " + folder + " is damaged: " + what,
                        cause);
        return withMembers(damaged);
    }

    /// Says who else has the state: that decides what helps.
    BeltException withMembers(BeltException damaged) {
        List<String> members = new ArrayList<>();
        try (InputStream in = Files.newInputStream(configuration())) {
            LogEntryProto.parseFrom(in).getConfigurationEntry().getPeersList().stream()
                    .map(RaftPeerProto::getAddress)
                    .forEach(members::add);
        } catch (IOException _) {
            return damaged; // nobody knows
        }
        return damaged.withDetail(
                members.size() > 1
                        ? "the managers were "
                                + String.join(", ", members)
                                + ": demote this one and promote it again"
                        : "it was the only manager: put back a copy of the raft folder, or begin a new cluster");
    }
}
