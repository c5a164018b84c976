package belt.cli.machine;

import belt.cli.creation.Item;
import belt.cli.operate.MachineWork;
import belt.cli.output.View;
import belt.cli.term.Tint;
import belt.provider.Machine;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How machines are shown: the columns of 2016, more with `-o wide`.
final class MachineTable {
    private MachineTable() {}

    static View<Machine> view() {
        return view(Underway.NOTHING);
    }

    /// @param underway machines that are not ready yet
    static View<Machine> view(Underway underway) {
        return View.<Machine>of("machine", Machine::name)
                .column("NAME", Machine::name)
                .column(
                        "IPv4",
                        machine ->
                                machine.addresses().isEmpty() ? "" : machine.addresses().getFirst())
                .column(
                        "MEMORY",
                        machine ->
                                machine.memoryBytes() == 0
                                        ? ""
                                        : Long.toString(machine.memoryBytes() >> 20))
                .droppable("REGION", 2, Machine::region)
                .droppable("IMAGE", 1, Machine::image)
                .column("STATUS", machine -> status(machine, underway.find(machine)))
                .tinted(machine -> tint(machine, underway.find(machine)))
                .wide("PROVIDER", Machine::provider)
                .wide("SIZE", Machine::size)
                .wide("ID", Machine::id)
                .data(machine -> data(machine, underway.find(machine)));
    }

    /// The state, and why it is so where that is not plain.
    private static String status(Machine machine, @Nullable Item item) {
        String why = machine.stateReason();
        return MachineWork.word(machine.state())
                + (why == null ? "" : " (" + why + ")")
                + (item == null ? "" : ", " + Underway.words(item));
    }

    private static Tint tint(Machine machine, @Nullable Item item) {
        if (item != null) {
            return item.failure() == null ? Tint.NOTICE : Tint.BAD;
        }
        return switch (machine.state()) {
            case ACTIVE -> Tint.GOOD;
            case FAILED -> Tint.BAD;
            case NEW, CHANGING, STOPPED -> Tint.NOTICE;
        };
    }

    private static Map<String, Object> data(Machine machine, @Nullable Item item) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", machine.name());
        data.put("id", machine.id());
        data.put("provider", machine.provider());
        data.put("cluster", machine.cluster());
        data.put("region", machine.region());
        data.put("size", machine.size());
        data.put("memoryBytes", machine.memoryBytes());
        data.put("cpus", machine.cpus());
        data.put("image", machine.image());
        data.put("addresses", machine.addresses());
        data.put("state", MachineWork.word(machine.state()));
        String why = machine.stateReason();
        if (why != null) {
            data.put("stateReason", why);
        }
        data.put("labels", machine.labels());
        data.put("createdAt", machine.createdAt().toString());
        if (item != null) {
            data.put("stage", item.stage().word());
            Item.Failure failure = item.failure();
            if (failure != null) {
                data.put("failure", failure.reason());
                data.put("retryable", failure.retryable());
            }
        }
        if (!machine.batch().isEmpty()) {
            data.put("batch", machine.batch());
        }
        BigDecimal price = machine.pricePerHour();
        if (price != null) {
            data.put("pricePerHour", price);
        }
        return data;
    }
}
