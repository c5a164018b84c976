package belt.cli.creation;

import belt.cli.state.Journal;
import belt.provider.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A cluster's real ledger, whose belt may be killed before, in the midst of and after every write.
final class KilledLedger implements Ledger {
    private final ClusterLedger real;
    private final Killer killer;
    private final Random random;

    KilledLedger(ClusterLedger real, Killer killer, Random random) {
        this.real = real;
        this.killer = killer;
        this.random = random;
    }

    @Override
    public void append(List<Journal.Entry> entries) {
        killer.point("before append");
        long before = size();
        real.append(entries);
        try {
            killer.point("after append");
        } catch (Killer.Killed e) {
            tear(before);
            throw e;
        }
    }

    /// The write was on its way to the disk: some of it got there.
    private void tear(long before) {
        boolean moved = size() < before; // to the history, so it was written whole
        if (random.nextBoolean() && !moved) {
            try (var channel = FileChannel.open(real.journal().file(), StandardOpenOption.WRITE)) {
                long written = channel.size() - before;
                channel.truncate(before + (long) (random.nextDouble() * written));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private long size() {
        try {
            return java.nio.file.Files.exists(real.journal().file())
                    ? java.nio.file.Files.size(real.journal().file())
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(Collection<Machine> machines) {
        killer.point("before put");
        real.put(machines);
        killer.point("after put");
    }

    @Override
    public void flush() {
        killer.point("before flush");
        real.flush();
        killer.point("after flush");
    }

    @Override
    public void remove(Collection<Machine> machines) {
        killer.point("before remove");
        real.remove(machines);
        killer.point("after remove");
    }

    @Override
    public List<Machine> machines() {
        return real.machines();
    }

    @Override
    public Set<String> removedSince(Instant then) {
        return real.removedSince(then);
    }

    @Override
    public void keepUserData(String operation, String text) {
        killer.point("before user-data");
        real.keepUserData(operation, text);
    }

    @Override
    public String userData(String operation) {
        return real.userData(operation);
    }

    @Override
    public void forgetUserData(String operation) {
        killer.point("before forgetting");
        real.forgetUserData(operation);
    }
}
