package packetwalk.linux.xtables.match;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names of ICMPv6 types and codes, as ip6tables knows them: libxt_icmp.h {@code icmpv6_codes}. */
public final class Icmp6Types {

    private static final Map<String, Icmp6Match> MESSAGES = new LinkedHashMap<>();

    static {
        String names = "destination-unreachable=1 no-route=1/0 communication-prohibited=1/1 beyond-scope=1/2"
                + " address-unreachable=1/3 port-unreachable=1/4 failed-policy=1/5 reject-route=1/6 packet-too-big=2"
                + " time-exceeded=3 ttl-exceeded=3 ttl-zero-during-transit=3/0 ttl-zero-during-reassembly=3/1"
                + " parameter-problem=4 bad-header=4/0 unknown-header-type=4/1 unknown-option=4/2 echo-request=128"
                + " ping=128 echo-reply=129 pong=129 router-solicitation=133 router-advertisement=134"
                + " neighbour-solicitation=135 neighbor-solicitation=135 neighbour-advertisement=136"
                + " neighbor-advertisement=136 redirect=137";
        for (String name : names.split(" ")) {
            String[] parts = name.split("[=/]");
            int code = parts.length > 2 ? Integer.parseInt(parts[2]) : -1;
            MESSAGES.put(parts[0], new Icmp6Match(Integer.parseInt(parts[1]), code, false));
        }
    }

    private Icmp6Types() {}

    /**
     * The messages of that name, which may be cut short: {@code echo-req}.
     *
     * @return empty if no name begins so
     * @throws IllegalArgumentException if several do
     */
    public static Optional<Icmp6Match> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> fitting = MESSAGES.keySet().stream()
                .filter(each -> each.startsWith(lower))
                .toList();
        if (fitting.size() > 1 && !MESSAGES.containsKey(lower)) {
            throw new IllegalArgumentException("Ambiguous ICMPv6 type `" + name + "': `" + fitting.get(0) + "' or `"
                    + fitting.get(1) + "'? Write it in full");
        }
        return fitting.stream().findFirst().map(MESSAGES::get);
    }

    /** The first name of a type, and of its code unless that is -1; empty if it has none. */
    static String name(int type, int code) {
        return MESSAGES.entrySet().stream()
                .filter(entry ->
                        entry.getValue().type() == type && entry.getValue().code() == code)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
