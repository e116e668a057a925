package packetwalk.linux.sysctl;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** The values of one table of settings, and which of them somebody has written. */
final class Values<S extends Enum<S> & Setting> {

    private final Class<S> settings;

    /** Those that differ from what the kernel starts with, and perhaps some that do not. */
    private final Map<S, Integer> values;

    private final EnumSet<S> written;

    private Values(Class<S> settings, Map<S, Integer> values, EnumSet<S> written) {
        this.settings = settings;
        this.values = values;
        this.written = written;
    }

    /** The table of a machine that has just started. */
    static <S extends Enum<S> & Setting> Values<S> initial(Class<S> settings) {
        return new Values<>(settings, new EnumMap<>(settings), EnumSet.noneOf(settings));
    }

    Values<S> copy() {
        return new Values<>(settings, new EnumMap<>(values), EnumSet.copyOf(written));
    }

    int get(S setting) {
        Integer value = values.get(setting);
        return value == null ? setting.initial() : value;
    }

    void set(S setting, int value) {
        values.put(setting, value);
    }

    void write(S setting, int value) {
        set(setting, value);
        written.add(setting);
    }

    boolean isWritten(S setting) {
        return written.contains(setting);
    }

    /** From now on no default takes the place of any value: {@code ipv4_devconf_setall()}. */
    void keepAll() {
        written.addAll(EnumSet.allOf(settings));
    }
}
