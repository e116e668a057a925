package packetwalk.tools;

import java.util.List;
import java.util.Random;

/** Conditions by chance: each match of iptables that needs no object of its own, in the ways in which it can be typed. */
final class RandomMatches {

    private static final List<String> COMMENTS = List.of(
            "a", "\"two words\"", "\"it\\'s\"", "\"q\\\"q\"", "\"b\\\\\\\\b\"", "\"default/http: a.b\"", "\"\"");

    private final Random random;

    RandomMatches(Random random) {
        this.random = random;
    }

    /** One condition, or two, that may stand in {@code chain}, beside {@code -p protocol}. */
    String one(String chain, String protocol) {
        return switch (random.nextInt(6)) {
            case 0 -> connection();
            case 1, 2 -> header(chain, protocol);
            case 3 -> host(chain);
            case 4 -> bytes();
            default -> addresses();
        };
    }

    private String connection() {
        return switch (random.nextInt(6)) {
            case 0 -> " -m comment --comment " + COMMENTS.get(random.nextInt(COMMENTS.size()));
            case 1 -> " -m conntrack" + not() + " --ctstate " + any("NEW", "ESTABLISHED,RELATED", "DNAT,SNAT,INVALID");
            case 2 -> " -m state" + not() + " --state " + any("NEW", "RELATED,ESTABLISHED");
            case 3 -> " -m mark" + not() + " --mark " + any("5", "0x4000/0x4000", "0x1/255", "0", "017/0xf", "0/0");
            case 4 -> " -m statistic --mode random --probability " + any("0.50000000000", "0.33332999982");
            default -> " -m limit --limit " + any("5/min", "3/sec --limit-burst 7");
        };
    }

    private String header(String chain, String protocol) {
        String bits = any("0", "9", "0x1f", "63");
        return switch (random.nextInt(8)) {
            case 0 -> " -m length" + not() + " --length " + any("40", ":100", "100:", "9:7", "0x20:64", ":");
            case 1 -> " -m ttl" + any(" --ttl-lt " + bits, " --ttl-gt " + bits, not() + " --ttl " + bits);
            case 2 -> " -m tos" + not() + " --tos " + any(bits, bits + "/0x3f", "Minimize-Delay", "normal-service");
            case 3 -> " -m dscp" + not() + any(" --dscp " + bits, " --dscp-class AF31", " --dscp-class cs2");
            case 4 -> " -m ecn" + not() + " --ecn-ip-ect " + random.nextInt(4);
            case 5 -> " -m pkttype" + not() + " --pkt-type " + any("unicast", "bcast", "Multicast", "host");
            case 6 -> transport(protocol);
            default ->
                chain.equals("PREROUTING")
                        ? ""
                        : " -m realm" + not() + " --realm " + any("0", "5", "0x10/0xff", "cosmos");
        };
    }

    private String transport(String protocol) {
        boolean ports = List.of("tcp", "udp", "sctp", "dccp", "udplite").contains(protocol);
        return switch (random.nextInt(3)) {
            case 0 -> protocol.equals("tcp") ? " -m tcpmss" + not() + " --mss " + any("1460", "536:1460", ":99") : "";
            case 1 -> protocol.equals("tcp") ? " -m ecn" + not() + any(" --ecn-tcp-cwr", " --ecn-tcp-ece") : "";
            default ->
                ports
                        ? " -m multiport" + not() + any(" --sports ", " --dports ", " --ports ")
                                + any("1,2,3", "80", "1:9,22,0x50", "7,100:65535")
                        : "";
        };
    }

    private String host(String chain) {
        boolean before = List.of("PREROUTING", "INPUT").contains(chain);
        boolean out = List.of("OUTPUT", "POSTROUTING").contains(chain);
        return switch (random.nextInt(7)) {
            case 0 -> out ? " -m owner" + not() + " --uid-owner " + any("root", "1000-1999", "7") : "";
            case 1 -> out ? " -m owner" + not() + " --socket-exists" + not() + " --gid-owner " + any("0", "5-9") : "";
            case 2 -> out || chain.startsWith("OWN") ? "" : " -m mac" + not() + " --mac-source 0:1b:C:d:e:f";
            case 3 -> before ? " -m socket" + any("", " --nowildcard", " --restore-skmark --transparent") : "";
            case 4 -> before || out ? "" : " -m devgroup" + not() + " --src-group " + any("0", "5", "0x1/3");
            case 5 -> " -m policy --dir " + (out ? "out" : "in") + " --pol " + any("none", "ipsec", "ipsec --reqid 5");
            default ->
                " -m addrtype" + not() + " --src-type " + any("local", "UNICAST,LOCAL") + not() + " --dst-type "
                        + any("MULTICAST", "THROW,BLACKHOLE,PROHIBIT,UNREACHABLE", "BROADCAST");
        };
    }

    private String bytes() {
        return switch (random.nextInt(4)) {
            case 0 ->
                " -m string" + not() + " --string " + any("abc", "\"a b\"", "\"q\\\"\"", "é") + " --algo "
                        + any("bm", "kmp --icase", "bm --from 20 --to 70");
            case 1 -> " -m string --algo bm" + not() + " --hex-string " + any("\"|41 42|c\"", "|00ff|", "\"x|0a|\"");
            case 2 ->
                " -m u32" + not() + " --u32 "
                        + any("\"6&0xFF=1\"", "\"0>>22&0x3C@ 4 = 0x29:99,7 && 2=0\"", "\"8<<3=0xffffffff\"");
            default -> " -m bpf --bytecode \"4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0\"";
        };
    }

    private String addresses() {
        return switch (random.nextInt(3)) {
            case 0 -> " -m iprange" + not() + " --src-range 1.2.3.4-1.2.3.9";
            case 1 -> " -m iprange --dst-range 1.2.3.4" + not() + " --src-range 10.0.0.0-10.255.255.255";
            default -> " -m cpu" + not() + " --cpu " + random.nextInt(4);
        };
    }

    /** The options of a rare protocol's own match. */
    String rare(String protocol) {
        return switch (protocol) {
            case "sctp" -> not() + " --dport 5:9" + any("", not() + " --chunk-types any DATA:Be,init", " --sport 7");
            case "dccp" -> not() + " --sport :9" + any("", not() + " --dccp-types REQUEST,invalid", " --dccp-option 5");
            case "esp" -> not() + " --espspi " + any("5", "0x10:99", "7:");
            case "ah" -> not() + " --ahspi " + any("5", ":9");
            case "ipcomp" -> not() + " --ipcompspi " + any("5", "5:9 --compres");
            default -> "";
        };
    }

    private String not() {
        return random.nextInt(4) == 0 ? " !" : "";
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
