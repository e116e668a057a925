package packetwalk.linux.ipset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.Protocol;

/** How ipset writes a protocol and its port; ICMP messages have names: lib/icmp.c and lib/icmpv6.c of ipset. */
public final class PortNames {

    private static final Map<String, Integer> ICMP = numbers("echo-reply=0/0 network-unreachable=3/0"
            + " host-unreachable=3/1 protocol-unreachable=3/2 port-unreachable=3/3 fragmentation-needed=3/4"
            + " source-route-failed=3/5 network-unknown=3/6 host-unknown=3/7 network-prohibited=3/9"
            + " host-prohibited=3/10 TOS-network-unreachable=3/11 TOS-host-unreachable=3/12"
            + " communication-prohibited=3/13 host-precedence-violation=3/14 precedence-cutoff=3/15 source-quench=4/0"
            + " network-redirect=5/0 host-redirect=5/1 TOS-network-redirect=5/2 TOS-host-redirect=5/3"
            + " echo-request=8/0 router-advertisement=9/0 router-solicitation=10/0 ttl-zero-during-transit=11/0"
            + " ttl-zero-during-reassembly=11/1 ip-header-bad=12/0 required-option-missing=12/1"
            + " timestamp-request=13/0 timestamp-reply=14/0 address-mask-request=17/0 address-mask-reply=18/0");

    private static final Map<String, Integer> ICMPV6 = numbers("no-route=1/0 communication-prohibited=1/1"
            + " address-unreachable=1/3 port-unreachable=1/4 packet-too-big=2/0 ttl-zero-during-transit=3/0"
            + " ttl-zero-during-reassembly=3/1 bad-header=4/0 unknown-header-type=4/1 unknown-option=4/2"
            + " echo-request=128/0 echo-reply=129/0 router-solicitation=133/0 router-advertisement=134/0"
            + " neighbour-solicitation=135/0 neighbour-advertisement=136/0 redirect=137/0");

    /** Names that are understood and never written; the misspelt ones are ipset's own. */
    private static final Map<String, String> ALIASES = Map.of(
            "ping", "echo-request",
            "pong", "echo-reply",
            "neigbour-solicitation", "neighbour-solicitation",
            "neigbour-advertisement", "neighbour-advertisement");

    private static final Map<Integer, String> ICMP_NAMES = names(ICMP);
    private static final Map<Integer, String> ICMPV6_NAMES = names(ICMPV6);

    private PortNames() {}

    private static Map<String, Integer> numbers(String names) {
        Map<String, Integer> numbers = new HashMap<>();
        for (String each : names.split(" ")) {
            String[] parts = each.split("[=/]");
            numbers.put(parts[0], Integer.parseInt(parts[1]) << 8 | Integer.parseInt(parts[2]));
        }
        return numbers;
    }

    private static Map<Integer, String> names(Map<String, Integer> numbers) {
        Map<Integer, String> names = new HashMap<>();
        numbers.forEach((name, number) -> names.put(number, name));
        return names;
    }

    /** Type and code of the ICMP message of that name; empty if there is none such. */
    public static Optional<Integer> icmp(String name) {
        return Optional.ofNullable(ICMP.get(ALIASES.getOrDefault(name, name)));
    }

    /** Type and code of the ICMPv6 message of that name; empty if there is none such. */
    public static Optional<Integer> icmpv6(String name) {
        return Optional.ofNullable(ICMPV6.get(ALIASES.getOrDefault(name, name)));
    }

    /** {@code tcp:80}, {@code icmp:echo-request}, {@code icmp:3/6}. */
    static String text(int protocol, int port) {
        String name = Protocol.of(protocol).toString();
        if (protocol == Protocol.ICMP.number()) {
            return name + ":" + ICMP_NAMES.getOrDefault(port, (port >> 8) + "/" + (port & 0xff));
        }
        if (protocol == Protocol.ICMPV6.number()) {
            return name + ":" + ICMPV6_NAMES.getOrDefault(port, (port >> 8) + "/" + (port & 0xff));
        }
        return name + ":" + port;
    }
}
