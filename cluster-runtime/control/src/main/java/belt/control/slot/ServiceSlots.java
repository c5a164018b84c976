package belt.control.slot;

import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.Task;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A service with its slots, and what of it must be looked at.
public final class ServiceSlots {
    private final Map<SlotKey, Slot> slots = new LinkedHashMap<>();
    private Set<Slot> touched = new LinkedHashSet<>();
    private Service service;
    private boolean touchedWhole = true;

    public ServiceSlots(Service service) {
        this.service = service;
    }

    public Service service() {
        return service;
    }

    public void service(Service other) {
        service = other;
        touchedWhole = true;
    }

    public boolean global() {
        return service.spec().mode() instanceof ServiceMode.Global;
    }

    public Collection<Slot> slots() {
        return Collections.unmodifiableCollection(slots.values());
    }

    public Optional<Slot> slot(SlotKey key) {
        return Optional.ofNullable(slots.get(key));
    }

    public Slot slotOf(Task task) {
        return slotAt(SlotKey.of(task, global()));
    }

    public Slot slotAt(SlotKey key) {
        return slots.computeIfAbsent(key, Slot::new);
    }

    /// Takes a task in, without touching its slot.
    ///
    /// @return the task as it was known; null if it is new
    public @Nullable Task put(Task task) {
        return slotOf(task).put(task);
    }

    /// Forgets a task, and its slot with the last one.
    public void remove(Task task) {
        SlotKey key = SlotKey.of(task, global());
        Slot slot = slots.get(key);
        if (slot != null) {
            slot.remove(task.id());
            if (slot.tasks().isEmpty()) {
                slots.remove(key);
                touched.remove(slot);
            }
        }
    }

    /// Asks for a look at one slot.
    public void touch(Slot slot) {
        touched.add(slot);
    }

    /// Asks for a look at everything: the number of slots may be wrong.
    public void touchWhole() {
        touchedWhole = true;
    }

    /// Whether everything must be looked at; asking clears it.
    public boolean takeTouchedWhole() {
        boolean was = touchedWhole;
        touchedWhole = false;
        return was;
    }

    /// The slots to look at; asking clears them.
    public Set<Slot> takeTouched() {
        Set<Slot> was = touched;
        touched = new LinkedHashSet<>();
        return was;
    }
}
