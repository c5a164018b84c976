package belt.cli.machine;

import belt.cli.operate.MachineWork;
import belt.cli.output.View;
import belt.cli.term.Tint;
import belt.provider.Machine;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// How machines are shown: the columns of 2016, more with `-o wide`.
final class MachineTable {
    private MachineTable() {}

    static View<Machine> view() {
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
                .column("STATUS", MachineTable::status)
                .tinted(MachineTable::tint)
                .wide("PROVIDER", Machine::provider)
                .wide("SIZE", Machine::size)
                .wide("ID", Machine::id)
                .data(MachineTable::data);
    }

    /// The state, and why it is so where that is not plain.
    private static String status(Machine machine) {
        String why = machine.stateReason();
        return MachineWork.word(machine.state()) + (why == null ? "" : " (" + why + ")");
    }

    private static Tint tint(Machine machine) {
        return switch (machine.state()) {
            case ACTIVE -> Tint.GOOD;
            case FAILED -> Tint.BAD;
            case NEW, CHANGING, STOPPED -> Tint.NOTICE;
        };
    }

    private static Map<String, Object> data(Machine machine) {
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
