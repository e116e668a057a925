package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a rule matches. */
final class RandomConditions {

    /** Where a rule stands: some matches are allowed only in some hooks. */
    record Place(String netns, String table, String chain) {
        boolean on(String... chains) {
            return List.of(chains).contains(chain);
        }
    }

    private final Draft draft;

    RandomConditions(Draft draft) {
        this.draft = draft;
    }

    /** What rules may name: ipsets, accounting objects. */
    void prepare() {
        for (String netns : draft.namespaces()) {
            if (draft.chance(50) && Known.commands(SET)) {
                draft.run(netns, "ipset create ips hash:ip");
                draft.run(netns, "ipset add ips " + draft.address());
                draft.run(netns, "ipset create nets hash:net");
                draft.run(netns, "ipset add nets " + Draft.network(draft.address()) + ".0/24");
                draft.run(netns, "ipset create ends hash:ip,port");
                draft.run(netns, "ipset add ends " + draft.address() + ",tcp:80");
                draft.run(netns, "ipset add ends " + draft.address() + ",udp:53");
                draft.run(netns, "ipset create ports bitmap:port range 0-65535");
                draft.run(netns, "ipset add ports " + draft.any("80", "53", "8080"));
                withSets.add(netns);
            }
        }
    }

    private static final String[] SET = {
        "ipset create ips hash:ip",
        "ipset create nets hash:net",
        "ipset create ends hash:ip,port",
        "ipset create ports bitmap:port range 0-65535",
        "iptables -A FORWARD -m set --match-set ips src",
        "iptables -A FORWARD -m set --match-set ends dst,dst"
    };

    private final List<String> withSets = new ArrayList<>();

    /** Words for a rule, with a blank before each; perhaps none. */
    String any(Place place) {
        StringBuilder words = new StringBuilder();
        if (draft.chance(25)) {
            words.append(not()).append(" -s ").append(draft.prefix());
        }
        if (draft.chance(25)) {
            words.append(not()).append(" -d ").append(draft.prefix());
        }
        if (draft.chance(15)) {
            words.append(device(place));
        }
        if (draft.chance(50)) {
            words.append(draft.chance(70) ? transport() : " -p " + draft.any("tcp", "udp", "icmp"));
        } else if (draft.chance(50)) {
            words.append(special(place));
        }
        return words.toString();
    }

    private String not() {
        return draft.chance(25) ? " !" : "";
    }

    private String device(Place place) {
        String device = draft.device(place.netns());
        boolean in =
                place.on("PREROUTING", "INPUT", "FORWARD") && (place.on("PREROUTING", "INPUT") || draft.chance(50));
        boolean out = place.on("FORWARD", "OUTPUT", "POSTROUTING");
        if (!in && !out) {
            return "";
        }
        return not() + (in ? " -i " : " -o ") + (draft.chance(20) ? device.charAt(0) + "+" : device);
    }

    /** Protocol and ports, flags or types. */
    String transport() {
        String protocol = draft.any("tcp", "udp");
        String head = " -p " + protocol + " -m " + protocol;
        return switch (draft.number(8)) {
            case 0 -> " -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK " + draft.any("SYN", "SYN,ACK", "RST");
            case 1 -> " -p icmp -m icmp --icmp-type " + draft.any("8", "0", "3", "3/3", "11");
            case 2 -> ports(protocol);
            case 3 -> head + not() + " --sport " + draft.any("80", "53", "1024:65535", "5000");
            default -> head + not() + " --dport " + draft.any("80", "8080", "53", "1:100", "81", "8053");
        };
    }

    private String ports(String protocol) {
        String words = " -p " + protocol + " -m multiport" + not() + draft.any(" --dports ", " --sports ", " --ports ")
                + draft.any("80,53", "1:79,81", "53,8000:9000");
        return Known.rule("filter", "FORWARD", words) ? words : "";
    }

    private String special(Place place) {
        List<Supplier<String>> all = new ArrayList<>(List.of(
                this::state,
                this::state,
                this::addrtype,
                () -> " -m mark" + not() + " --mark " + mark(),
                () -> " -m connmark" + not() + " --mark " + mark(),
                () -> " -m iprange" + not() + draft.any(" --src-range ", " --dst-range ") + range(),
                () -> " -m ttl --ttl-" + draft.any("lt ", "gt ", "eq ") + (61 + draft.number(4)),
                this::counted,
                this::forced,
                this::header,
                this::header,
                this::bytes));
        if (place.on("PREROUTING", "INPUT")) {
            all.add(() -> " -m socket" + draft.any("", " --nowildcard", " --transparent"));
        }
        if (place.on("PREROUTING", "INPUT", "FORWARD")) {
            all.add(() -> " -m mac" + not() + " --mac-source 02:00:00:00:00:01");
            all.add(() -> " -m policy --dir in --pol " + draft.any("none", "ipsec"));
        }
        if (place.on("OUTPUT")) {
            all.add(() -> " -m owner" + not() + " --uid-owner " + draft.any("0", "1000"));
        }
        if (place.on("PREROUTING") && draft.any("raw", "mangle").equals(place.table())) {
            all.add(() -> " -m rpfilter" + draft.any("", " --loose") + draft.any("", " --invert"));
        }
        if (withSets.contains(place.netns())) {
            all.add(this::set);
            all.add(this::set);
        }
        if (place.netns().startsWith("r") && place.on("FORWARD", "PREROUTING", "INPUT")) {
            all.add(this::physdev);
        }
        String words = draft.any(all).get();
        boolean set = words.contains("--match-set");
        return set || Known.rule(place.table(), place.chain(), words) ? words : "";
    }

    /** A number of some header. */
    private String header() {
        return switch (draft.number(8)) {
            case 0, 1 -> " -m length" + not() + " --length " + draft.any("60", "28:40", ":84", "41:");
            case 2 -> " -m tos" + not() + " --tos " + draft.any("0x10/0x3f", "0xc0/0xff", "0");
            case 3 -> " -m dscp" + not() + " --dscp " + draft.any("0", "0x30", "46");
            case 4 -> " -m ecn" + not() + " --ecn-ip-ect " + draft.number(4);
            case 5 -> " -p tcp -m tcpmss" + not() + " --mss " + draft.any("1460", ":1459");
            case 6 -> " -p tcp -m tcp" + not() + " --tcp-option " + draft.any("2", "8", "3");
            default -> " -m pkttype" + not() + " --pkt-type " + draft.any("unicast", "broadcast");
        };
    }

    /** Any bytes, counted from the IP header; but for identifications and checksums, which the kernel draws by lot. */
    private String bytes() {
        return draft.chance(50)
                ? " -m u32" + not() + " --u32 "
                        + draft.any(
                                "\"6&0xFF=1,17\"",
                                "\"6&0xFF=6,17&&0>>22&0x3C@0&0xFFFF=80,53\"",
                                "\"6&0xFF=6&&0>>22&0x3C@12>>16&2=2\"")
                : " -m string" + not() + " --algo bm --string "
                        + draft.any("packetwalk", "nothing", "walk --from 30 --to 38");
    }

    private String state() {
        String known = draft.any("NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID", "UNTRACKED", "NEW,RELATED");
        return switch (draft.number(8)) {
            case 0 -> " -m conntrack --ctstate " + draft.any("DNAT", "SNAT");
            case 1 -> " -m conntrack --ctdir " + draft.any("ORIGINAL", "REPLY");
            case 2 -> " -m conntrack" + not() + " --ctorigdst " + draft.address();
            case 3 -> " -m conntrack" + not() + " --ctreplsrc " + draft.address();
            case 4 -> " -m state --state " + known;
            default -> " -m conntrack" + not() + " --ctstate " + known;
        };
    }

    private String addrtype() {
        return " -m addrtype" + not() + draft.any(" --dst-type ", " --src-type ")
                + draft.any("LOCAL", "LOCAL", "UNICAST");
    }

    private String mark() {
        return draft.any("0x1", "0x1/0xf", "0x4000/0x4000", "0x0");
    }

    private String range() {
        String network = Draft.network(draft.address());
        return network + ".1-" + network + "." + (1 + draft.number(5));
    }

    /** What remembers or counts: of datagrams and echoes, as TCP's acknowledgements are nobody's business. */
    private String counted() {
        String head = " -p " + draft.any("udp", "icmp");
        return switch (draft.number(3)) {
            case 0 -> head + " -m statistic --mode nth --every " + (2 + draft.number(2)) + " --packet 0";
            case 1 -> head + " -m recent --set --name seen --mask 255.255.255.255 --rsource";
            default -> head + " -m recent --rcheck --name seen --mask 255.255.255.255 --rsource";
        };
    }

    /** Chance that leaves no choice. */
    private String forced() {
        return " -m statistic --mode random" + not() + " --probability " + draft.any("1.0", "0.0");
    }

    private String set() {
        return " -m set" + not() + " --match-set "
                + draft.any("ips src", "ips dst", "nets src", "nets dst", "ends dst,dst", "ends src,src", "ports dst");
    }

    private String physdev() {
        return " -m physdev"
                + draft.any(" --physdev-in v1", " ! --physdev-in v1", " --physdev-is-in", " --physdev-is-bridged");
    }
}
