package packetwalk.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import packetwalk.linux.netfilter.Match;

/** Names of ICMP types and codes, as iptables knows them: libxt_icmp.h. */
final class IcmpTypes {

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

    static Match read(Extension.Option option) {
        String text = NUMBERS.getOrDefault(option.value(), option.value());
        if (!text.matches("[0-9]{1,3}(/[0-9]{1,3})?")) {
            throw new IllegalArgumentException("Unknown ICMP type `" + option.value()
                    + "'; write a number such as 8, 3/4, or a name such as echo-request");
        }
        String[] parts = text.split("/");
        int type = Integer.parseInt(parts[0]);
        int code = parts.length > 1 ? Integer.parseInt(parts[1]) : -1;
        if (type > 255 || code > 255) {
            throw new IllegalArgumentException(
                    "Invalid ICMP type `" + option.value() + "'; types and codes are 0 to 255");
        }
        return new Match.IcmpType(type, code, option.negated());
    }

    /** As {@code iptables -L} prints it: by name unless numbers were asked for. */
    static String words(Match.IcmpType icmp, boolean numeric) {
        String number = icmp.type() + (icmp.code() < 0 ? "" : "/" + icmp.code());
        String not = icmp.negated() ? "!" : "";
        if (!numeric) {
            for (Map.Entry<String, String> entry : NUMBERS.entrySet()) {
                if (entry.getValue().equals(number)) {
                    return "icmp " + not + entry.getKey();
                }
            }
        }
        return icmp.type() == 255
                ? "icmp any"
                : "icmp" + not + "type " + icmp.type() + (icmp.code() < 0 ? "" : " code " + icmp.code());
    }
}
