package belt.cli.state;

import belt.cli.json.Json;
import belt.cli.json.JsonReader;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One machine as a line of the inventory. Unknown members are passed over: a neighbouring version may have added one.
final class MachineLine {
    private String name = "";
    private String id = "";
    private String provider = "";
    private String cluster = "";
    private String region = "";
    private String size = "";
    private String image = "";
    private String sshUser = "root";
    private @Nullable String sshKeyFile;
    private MachineState state = MachineState.NEW;
    private @Nullable String stateReason;
    private Instant createdAt = Instant.EPOCH;
    private long memoryBytes;
    private int cpus;
    private int port = 22;
    private List<String> addresses = List.of();
    private List<String> hostKeys = List.of();
    private Map<String, String> labels = Map.of();
    private String batch = "";
    private @Nullable BigDecimal pricePerHour;

    /// Reads a line.
    ///
    /// @return the format it was written in
    long read(JsonReader json, Path file, StateFormat format) {
        long written = format.current();
        json.beginObject();
        for (String member = json.nextName(); member != null; member = json.nextName()) {
            switch (member) {
                case "format" -> {
                    written = json.integer();
                    format.check(written, file);
                }
                case "name" -> name = json.string();
                case "id" -> id = json.string();
                case "provider" -> provider = json.string();
                case "cluster" -> cluster = json.string();
                case "region" -> region = json.string();
                case "size" -> size = json.string();
                case "image" -> image = json.string();
                default -> readMore(json, member);
            }
        }
        json.end();
        return written;
    }

    private void readMore(JsonReader json, String member) {
        switch (member) {
            case "memoryBytes" -> memoryBytes = json.integer();
            case "cpus" -> cpus = Math.toIntExact(json.integer());
            case "sshPort" -> port = Math.toIntExact(json.integer());
            case "sshUser" -> sshUser = json.string();
            case "sshKeyFile" -> sshKeyFile = json.stringOrNull();
            case "state" -> state = MachineState.valueOf(json.string().toUpperCase(Locale.ROOT));
            case "stateReason" -> stateReason = json.stringOrNull();
            case "createdAt" -> createdAt = instant(json.string());
            case "addresses" -> addresses = json.strings();
            case "hostKeys" -> hostKeys = json.strings();
            case "labels" -> labels = json.stringMap();
            case "batch" -> batch = json.string();
            case "pricePerHour" -> pricePerHour = new BigDecimal(json.string());
            default -> json.value();
        }
    }

    /// `2026-05-04T10:00:00.123Z` by hand: the JDK's parser takes longer than all the rest of a line.
    static Instant instant(String text) {
        int end = text.length() - 1;
        boolean fraction = end > 20 && end <= 29 && text.charAt(19) == '.';
        if (end < 19 || text.charAt(end) != 'Z' || end > 19 && !fraction) {
            return Instant.parse(text);
        }
        long day =
                LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                        .toEpochDay();
        long second =
                number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        long nanos = fraction ? number(text, 20, end) : 0;
        for (int digits = end - 20; fraction && digits < 9; digits++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(day * 86_400 + second, nanos);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    Machine machine() {
        return Machine.named(name, id, provider, cluster)
                .region(region)
                .size(size)
                .resources(memoryBytes, cpus)
                .image(image)
                .addresses(addresses)
                .ssh(sshUser, port, sshKeyFile)
                .state(state, stateReason)
                .hostKeys(hostKeys)
                .labels(labels)
                .createdAt(createdAt)
                .batch(batch)
                .pricePerHour(pricePerHour)
                .build();
    }

    static String write(Machine machine, StateFormat format) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("format", format.current());
        line.put("name", machine.name());
        line.put("id", machine.id());
        line.put("provider", machine.provider());
        line.put("cluster", machine.cluster());
        line.put("region", machine.region());
        line.put("size", machine.size());
        line.put("memoryBytes", machine.memoryBytes());
        line.put("cpus", machine.cpus());
        line.put("image", machine.image());
        line.put("addresses", machine.addresses());
        line.put("sshUser", machine.ssh().user());
        line.put("sshPort", machine.ssh().port());
        putIfThere(line, "sshKeyFile", machine.ssh().keyFile());
        line.put("state", machine.state().name().toLowerCase(Locale.ROOT));
        putIfThere(line, "stateReason", machine.stateReason());
        line.put("hostKeys", machine.hostKeys());
        line.put("labels", machine.labels());
        line.put("createdAt", machine.createdAt().toString());
        putIfThere(line, "batch", machine.batch().isEmpty() ? null : machine.batch());
        BigDecimal price = machine.pricePerHour();
        putIfThere(line, "pricePerHour", price == null ? null : price.toPlainString());
        return Json.compact(line);
    }

    private static void putIfThere(
            Map<String, @Nullable Object> line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
