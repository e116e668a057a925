package packetwalk.linux;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The kernel settings of one namespace that the engine models: Documentation/networking/ip-sysctl.rst.
 *
 * <p>Any other name is refused, so that nobody believes in a setting that does nothing.
 */
public final class Sysctls {

    public static final String IP_FORWARD = "net.ipv4.ip_forward";
    public static final String ECHO_IGNORE_ALL = "net.ipv4.icmp_echo_ignore_all";
    public static final String DEFAULT_TTL = "net.ipv4.ip_default_ttl";

    private final Map<String, Integer> values = new TreeMap<>();

    Sysctls() {
        values.put(IP_FORWARD, 0);
        values.put(ECHO_IGNORE_ALL, 0);
        values.put(DEFAULT_TTL, 64);
    }

    /**
     * The value of a setting.
     *
     * @throws IllegalArgumentException if the engine does not model it
     */
    public int value(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "sysctl " + name + " is UNKNOWN: the engine does not model it; it models " + names());
        }
        return value;
    }

    boolean on(String name) {
        return value(name) != 0;
    }

    /**
     * Changes a setting.
     *
     * @throws IllegalArgumentException if the engine does not model it, or not that value
     */
    public void set(String name, int value) {
        value(name);
        int most = name.equals(DEFAULT_TTL) ? 255 : 1;
        int least = name.equals(DEFAULT_TTL) ? 1 : 0;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "sysctl " + name + " cannot be " + value + "; use " + least + " to " + most);
        }
        values.put(name, value);
    }

    /** All modelled settings by name. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }
}
