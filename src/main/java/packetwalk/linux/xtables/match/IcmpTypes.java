package packetwalk.linux.xtables.match;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names of ICMP types and codes, as iptables knows them: libxt_icmp.h. */
public final class IcmpTypes {

    private static final Map<String, String> NUMBERS = new LinkedHashMap<>();

    static {
        String names = "any=255 echo-reply=0 destination-unreachable=3 network-unreachable=3/0 host-unreachable=3/1"
                + " protocol-unreachable=3/2 port-unreachable=3/3 fragmentation-needed=3/4 source-route-failed=3/5"
                + " network-unknown=3/6 host-unknown=3/7 network-prohibited=3/9 host-prohibited=3/10"
                + " communication-prohibited=3/13 source-quench=4 redirect=5 network-redirect=5/0 host-redirect=5/1"
                + " echo-request=8 router-advertisement=9 router-solicitation=10 time-exceeded=11"
                + " ttl-zero-during-transit=11/0 parameter-problem=12 timestamp-request=13 timestamp-reply=14"
                + " address-mask-request=17 address-mask-reply=18 pong=0 ping=8 ttl-exceeded=11";
        for (String name : names.split(" ")) {
            String[] parts = name.split("=");
            NUMBERS.put(parts[0], parts[1]);
        }
    }

    private IcmpTypes() {}

    /** {@code 3/4} for {@code fragmentation-needed}; empty if no message has that name. */
    public static Optional<String> number(String name) {
        return Optional.ofNullable(NUMBERS.get(name));
    }

    /** The first name of a type, and of its code unless that is -1; empty if it has none. */
    static String name(int type, int code) {
        String number = type + (code < 0 ? "" : "/" + code);
        return NUMBERS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(number))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
