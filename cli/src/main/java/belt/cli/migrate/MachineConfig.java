package belt.cli.migrate;

import belt.cli.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One machine's `config.json` of Docker Machine, format 1, 2 or 3. All three keep the driver's own record under `Driver` and
/// its name under `DriverName`; format 1 has no `Name` at the top, the driver's `MachineName` stands for it.
///
/// @param folder where it lies, with the machine's keys and certificates
/// @param version the format
/// @param name the machine's
/// @param driverName `virtualbox`, `amazonec2`, …
/// @param driver the driver's record, as it stands
/// @param labels the engine's labels
record MachineConfig(
        Path folder,
        long version,
        String name,
        String driverName,
        Map<String, Object> driver,
        Map<String, String> labels) {
    static final long NEWEST = 3;

    /// Keys of the drivers' records that hold a secret. Compared in lower case.
    private static final Set<String> SECRETS =
            Set.of(
                    "accesstoken",
                    "accesskey",
                    "secretkey",
                    "sessiontoken",
                    "apikey",
                    "apisecretkey",
                    "password",
                    "clientsecret",
                    "sshpassword",
                    "apptoken");

    /// Why a file cannot be used.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String why) {
            super(why);
        }
    }

    static MachineConfig read(Path folder) throws Unusable {
        Object root;
        try {
            root = JsonReader.parse(Files.readString(folder.resolve("config.json")));
        } catch (IOException e) {
            throw new Unusable("its config.json cannot be read: " + e.getMessage());
        } catch (JsonReader.Malformed | IllegalArgumentException e) {
            throw new Unusable("its config.json is damaged: " + e.getMessage());
        }
        Map<String, Object> all = object(root);
        long version = all.get("ConfigVersion") instanceof Number number ? number.longValue() : 0;
        if (version > NEWEST) {
            throw new Unusable(
                    "its config version " + version + " is from the future; 1 to 3 are known");
        }
        if (version < 1) {
            throw new Unusable(
                    "its config.json has no version: it is older than Docker Machine 0.5");
        }
        Map<String, Object> driver = object(all.get("Driver"));
        String driverName = text(all, "DriverName");
        if (driverName.isEmpty() || driver.isEmpty()) {
            throw new Unusable("its config.json names no driver");
        }
        return new MachineConfig(
                folder, version, name(folder, all, driver), driverName, driver, labels(all));
    }

    private static String name(Path folder, Map<String, Object> all, Map<String, Object> driver) {
        for (String each : List.of(text(all, "Name"), text(driver, "MachineName"))) {
            if (!each.isEmpty()) {
                return each;
            }
        }
        return folder.getFileName().toString();
    }

    private static Map<String, String> labels(Map<String, Object> all) {
        Object texts = object(object(all.get("HostOptions")).get("EngineOptions")).get("Labels");
        var labels = new TreeMap<String, String>();
        if (texts instanceof List<?> list) {
            for (Object text : list) {
                String[] pair = String.valueOf(text).split("=", 2);
                if (pair.length == 2 && !pair[0].isEmpty()) {
                    labels.put(pair[0], pair[1]);
                }
            }
        }
        return labels;
    }

    /// A text of the driver's record; empty if it is not there.
    String driverText(String key) {
        return text(driver, key);
    }

    /// The first of these that is there.
    String firstOf(String... keys) {
        for (String key : keys) {
            if (!driverText(key).isEmpty()) {
                return driverText(key);
            }
        }
        return "";
    }

    /// A number of the driver's record.
    int driverNumber(String key, int missing) {
        return driver.get(key) instanceof Number number && number.intValue() > 0
                ? number.intValue()
                : missing;
    }

    /// The names of the credentials in the driver's record.
    List<String> credentials() {
        return driver.entrySet().stream()
                .filter(each -> SECRETS.contains(each.getKey().toLowerCase(Locale.ROOT)))
                .filter(each -> !String.valueOf(each.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static String text(Map<String, Object> map, String key) {
        Object value = map.get(key);
        return value instanceof String || value instanceof Number ? String.valueOf(value) : "";
    }

    private static Map<String, Object> object(@Nullable Object value) {
        var copy = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                if (each != null) {
                    copy.put(String.valueOf(key), each);
                }
            });
        }
        return copy;
    }
}
