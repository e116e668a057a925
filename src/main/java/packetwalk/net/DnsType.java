package packetwalk.net;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What kind of record one asks for: IANA's number.
 *
 * @param number 1 to 65535
 */
public record DnsType(int number) {

    private static final Map<Integer, String> NAMES = new HashMap<>();

    public static final DnsType A = named(1, "A");
    public static final DnsType NS = named(2, "NS");
    public static final DnsType CNAME = named(5, "CNAME");
    public static final DnsType SOA = named(6, "SOA");
    public static final DnsType PTR = named(12, "PTR");
    public static final DnsType MX = named(15, "MX");
    public static final DnsType TXT = named(16, "TXT");
    public static final DnsType AAAA = named(28, "AAAA");
    public static final DnsType SRV = named(33, "SRV");
    public static final DnsType OPT = named(41, "OPT");
    public static final DnsType HTTPS = named(65, "HTTPS");
    public static final DnsType ANY = named(255, "ANY");

    private static DnsType named(int number, String name) {
        NAMES.put(number, name);
        return new DnsType(number);
    }

    /**
     * Reads {@code A}, {@code srv} or {@code TYPE99}.
     *
     * @throws IllegalArgumentException with the names that are known
     */
    public static DnsType of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (name.matches("TYPE[0-9]{1,5}")) {
            return new DnsType(Integer.parseInt(name.substring(4)));
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .findFirst()
                .map(entry -> new DnsType(entry.getKey()))
                .orElseThrow(() -> new IllegalArgumentException(text + " is no type of DNS record; use one of "
                        + String.join(", ", NAMES.values().stream().sorted().toList()) + " or TYPE and its number"));
    }

    /** Whether {@link #of} can read it by its name. */
    public static boolean isNamed(String text) {
        return NAMES.containsValue(text.toUpperCase(Locale.ROOT));
    }

    /** As zone files spell it; RFC 3597 for one without a name. */
    @Override
    public String toString() {
        return NAMES.getOrDefault(number, "TYPE" + number);
    }
}
