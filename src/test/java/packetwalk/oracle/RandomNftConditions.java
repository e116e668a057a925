package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What rules of nftables ask. */
final class RandomNftConditions {

    private final Draft draft;

    RandomNftConditions(Draft draft) {
        this.draft = draft;
    }

    /** Conditions of a rule, with a blank before each; perhaps none. */
    String any(String netns, RandomNft.Base base) {
        StringBuilder words = new StringBuilder();
        for (int i = draft.number(3); i > 0; i--) {
            words.append(' ').append(one(netns, base));
        }
        return words.toString();
    }

    private String not() {
        return draft.chance(25) ? "!= " : "";
    }

    private String one(String netns, RandomNft.Base base) {
        List<Supplier<String>> all = new ArrayList<>(List.of(
                this::address,
                this::address,
                this::ports,
                this::ports,
                this::state,
                this::state,
                this::header,
                this::header,
                this::mark,
                this::remembered,
                this::fib,
                () -> "ip saddr . ip daddr " + not() + "{ " + draft.address() + " . " + draft.address() + " }",
                () -> "ip daddr . meta l4proto . th dport " + not() + "@ends",
                () -> "ip saddr . th dport " + not() + "@wide",
                () -> "meta l4proto " + not() + draft.any("tcp", "udp", "icmp", "{ tcp, udp }"),
                () -> "meta pkttype " + not() + draft.any("unicast", "broadcast")));
        boolean in = base.on("prerouting", "input", "forward");
        boolean out = base.on("forward", "output", "postrouting");
        if (in || out) {
            all.add(() -> (in ? "iifname " : "oifname ")
                    + not()
                    + draft.any("\"" + draft.device(netns) + "\"", "\"e*\"", "{ \"lo\", \"v*\" }"));
        }
        if (in) {
            all.add(() -> "fib " + draft.any("saddr . iif oif ", "saddr oif ") + draft.any("exists", "missing"));
            all.add(() ->
                    "fib " + draft.any("saddr", "daddr") + " . iif type " + not() + draft.any("local", "unicast"));
        }
        if (base.on("output")) {
            all.add(() -> "meta skuid " + not() + draft.any("0", "1000"));
        }
        return draft.any(all).get();
    }

    private String address() {
        String side = draft.any("ip saddr ", "ip daddr ") + not();
        return side
                + switch (draft.number(6)) {
                    case 0 -> draft.address();
                    case 1 -> Draft.network(draft.address()) + ".0/24";
                    case 2 -> "{ " + draft.address() + ", " + Draft.network(draft.address()) + ".0/30 }";
                    case 3 -> range(Draft.network(draft.address()));
                    case 4 -> "@addrs";
                    default -> "@nets";
                };
    }

    private static String range(String network) {
        return network + ".1-" + network + ".9";
    }

    private String ports() {
        String field = draft.any("tcp", "udp", "th") + draft.any(" dport ", " dport ", " sport ");
        String range = draft.any("80", "53", "1-100", "{ 80, 53, 8080 }", "{ 1-79, 81 }", "@ports", "> 1024", "<= 80");
        return field + (range.startsWith(">") || range.startsWith("<") ? "" : not()) + range;
    }

    private String state() {
        return switch (draft.number(8)) {
            case 0 -> "ct status " + draft.any("dnat", "snat", "snat,dnat", "assured", "! dnat", "seen-reply");
            case 1 -> "ct direction " + not() + draft.any("original", "reply");
            case 2 -> "ct original ip daddr " + not() + draft.address();
            case 3 -> "ct reply ip saddr " + not() + draft.address();
            case 4 -> "ct state { established, related }";
            case 5 -> "ct mark " + not() + draft.any("0x0", "0x1", "0x2");
            default ->
                "ct state "
                        + draft.any("new", "established,related", "invalid", "untracked", "!= new", "new,untracked");
        };
    }

    private String header() {
        return switch (draft.number(10)) {
            case 0 -> "ip ttl " + draft.any("64", "< 64", "63-64", ">= 63");
            case 1 -> "ip length " + draft.any("60", "28-40", "< 84", "> 41");
            case 2 -> "meta length " + draft.any("60", "28-40", "< 84", "> 41");
            case 3 ->
                "tcp flags "
                        + draft.any("syn", "syn / fin,syn,rst,ack", "! syn", "& (syn | ack) == (syn | ack)", "rst");
            case 4 ->
                "icmp type " + not()
                        + draft.any("echo-request", "echo-reply", "{ echo-request, destination-unreachable }");
            case 5 -> "ip dscp " + not() + draft.any("cs0", "cs6", "0x04");
            case 6 -> "@nh,72,8 " + draft.any("6", "17", "1");
            case 7 -> "ip protocol " + not() + draft.any("tcp", "udp", "icmp");
            case 8 -> "ip daddr & 0.0.0.1 == 0.0.0." + draft.number(2);
            default -> "ip frag-off & 0x4000 " + draft.any("!= 0", "== 0");
        };
    }

    private String mark() {
        return "meta mark " + draft.any("0x1", "!= 0x1", "& 0x4 == 0x4", "& 0x1 != 0x0", "{ 0x0, 0x7 }", "1-4");
    }

    /** Of datagrams and echoes, as TCP's acknowledgements are nobody's business. */
    private String remembered() {
        return draft.any("udp dport 53 ", "icmp type echo-request ")
                + switch (draft.number(4)) {
                    case 0 -> "numgen inc mod 2 " + draft.number(2);
                    case 1 -> "ip saddr " + not() + "@seen";
                    case 2 ->
                        "jhash ip saddr . ip daddr mod 2 seed 0x" + draft.any("1", "deadbeef") + " " + draft.number(2);
                    default -> "limit rate " + draft.any("", "over ") + "1/hour burst 2 packets";
                };
    }

    private String fib() {
        return switch (draft.number(4)) {
            case 0 -> "fib saddr type " + not() + draft.any("local", "unicast", "{ local, unicast }");
            case 1 -> "fib daddr type " + not() + "broadcast";
            default -> "fib daddr type " + not() + draft.any("local", "unicast");
        };
    }
}
