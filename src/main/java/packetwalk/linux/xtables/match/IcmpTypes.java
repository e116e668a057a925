package packetwalk.linux.xtables.match;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names of ICMP types and codes, as iptables knows them: libxt_icmp.h. */
public final class IcmpTypes {

    private static final Map<String, IcmpMatch> MESSAGES = new LinkedHashMap<>();

    static {
        String names = "any=255 echo-reply=0 pong=0 destination-unreachable=3 network-unreachable=3/0"
                + " host-unreachable=3/1 protocol-unreachable=3/2 port-unreachable=3/3 fragmentation-needed=3/4"
                + " source-route-failed=3/5 network-unknown=3/6 host-unknown=3/7 network-prohibited=3/9"
                + " host-prohibited=3/10 TOS-network-unreachable=3/11 TOS-host-unreachable=3/12"
                + " communication-prohibited=3/13 host-precedence-violation=3/14 precedence-cutoff=3/15"
                + " source-quench=4 redirect=5 network-redirect=5/0 host-redirect=5/1 TOS-network-redirect=5/2"
                + " TOS-host-redirect=5/3 echo-request=8 ping=8 router-advertisement=9 router-solicitation=10"
                + " time-exceeded=11 ttl-exceeded=11 ttl-zero-during-transit=11/0 ttl-zero-during-reassembly=11/1"
                + " parameter-problem=12 ip-header-bad=12/0 required-option-missing=12/1 timestamp-request=13"
                + " timestamp-reply=14 address-mask-request=17 address-mask-reply=18";
        for (String name : names.split(" ")) {
            String[] parts = name.split("[=/]");
            int code = parts.length > 2 ? Integer.parseInt(parts[2]) : -1;
            MESSAGES.put(parts[0], new IcmpMatch(Integer.parseInt(parts[1]), code, false));
        }
    }

    private IcmpTypes() {}

    /**
     * The messages of that name, which may be cut short: {@code echo-req}.
     *
     * @return empty if no name begins so
     * @throws IllegalArgumentException if several do
     */
    public static Optional<IcmpMatch> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> fitting = MESSAGES.keySet().stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(lower))
                .toList();
        if (fitting.size() > 1) {
            throw new IllegalArgumentException("Ambiguous ICMP type `" + name + "': `" + fitting.get(0) + "' or `"
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
