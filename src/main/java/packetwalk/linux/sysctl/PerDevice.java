package packetwalk.linux.sysctl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of settings for each device of a namespace, and the one that new devices copy. */
final class PerDevice<S extends Enum<S> & Setting> {

    static final String DEFAULT = "default";

    private final String prefix;
    private final List<S> settings;
    private final Values<S> defaults;

    /** By device; also {@code default} and {@code all}, where the namespace shows them. */
    private final Map<String, Values<S>> tables = new LinkedHashMap<>();

    /** {@code prefix}: what comes before the device's name, as {@code net.ipv4.conf.}. */
    PerDevice(String prefix, List<S> settings, Values<S> defaults) {
        this.prefix = prefix;
        this.settings = settings;
        this.defaults = defaults;
    }

    /** Shows {@code values} as the table of {@code name}. */
    void show(String name, Values<S> values) {
        tables.put(name, values);
    }

    Values<S> defaults() {
        return defaults;
    }

    /** A new device starts with the defaults: {@code inetdev_init()}, {@code neigh_parms_alloc()}. */
    Values<S> addDevice(String device) {
        Values<S> values = defaults.copy();
        tables.put(device, values);
        return values;
    }

    void removeDevice(String device) {
        tables.remove(device);
    }

    Values<S> of(String name) {
        return tables.getOrDefault(name, defaults);
    }

    /** One value by its full name; empty if this table has none of that name. */
    Optional<Entry<S>> find(String name) {
        int dot = name.lastIndexOf('.');
        if (!name.startsWith(prefix) || dot < prefix.length()) {
            return Optional.empty();
        }
        String device = name.substring(prefix.length(), dot).replace('/', '.');
        String key = name.substring(dot + 1);
        return settings.stream()
                .filter(each -> each.key().equals(key) && tables.containsKey(device))
                .findFirst()
                .map(each -> new Entry<>(device, each));
    }

    /** A setting of one device. */
    record Entry<S>(String device, S setting) {}

    /** Writes a value; one of {@code default} is also that of every device whose own nobody has written. */
    void write(Entry<S> entry, int value) {
        of(entry.device()).write(entry.setting(), value);
        if (entry.device().equals(DEFAULT)) {
            tables.values().stream()
                    .filter(each -> !each.isWritten(entry.setting()))
                    .forEach(each -> each.set(entry.setting(), value));
        }
    }

    /** Writes a value into all tables at once. */
    void writeAll(S setting, int value) {
        tables.values().forEach(each -> each.write(setting, value));
    }

    /** Full names of all values, a dot in a device's name as a slash. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (String device : tables.keySet()) {
            settings.forEach(each -> names.add(prefix + device.replace('.', '/') + "." + each.key()));
        }
        return names;
    }
}
