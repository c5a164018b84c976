package belt.transport;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Lets so many handshakes run at once; the others wait in the order of their arrival. When thousands of agents come back
/// together, each is served soon after its turn instead of all of them late.
final class HandshakeGate {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    HandshakeGate(int places) {
        this.free = places;
    }

    /// Runs `admitted`, here or in another thread that leaves, when there is a place. It must only hand over.
    void enter(Runnable admitted) {
        if (takePlace(admitted)) {
            admitted.run();
        }
    }

    /// Gives the place to the next.
    void leave() {
        var next = passPlace();
        if (next != null) {
            next.run();
        }
    }

    private synchronized boolean takePlace(Runnable admitted) {
        if (free == 0) {
            waiting.add(admitted);
            return false;
        }
        free--;
        return true;
    }

    private synchronized @Nullable Runnable passPlace() {
        var next = waiting.poll();
        if (next == null) {
            free++;
        }
        return next;
    }
}
