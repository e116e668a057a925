package packetwalk.tools;

import java.util.List;
import java.util.Random;

/** Rule files by chance, from a seed: what {@code iptables-restore} loads, in any order of options. */
final class RandomRules {

    private static final List<String> COMMENTS = List.of(
            "a", "\"two words\"", "\"it\\'s\"", "\"q\\\"q\"", "\"b\\\\\\\\b\"", "\"default/http: a.b\"", "\"\"");

    private static final String OWNER = " -m owner --uid-owner 1000";

    private final Random random;

    RandomRules(long seed) {
        random = new Random(seed);
    }

    /** What must be there before a file is loaded. */
    static List<String> preparations() {
        return List.of(
                "ipset create SET-1 hash:ip", "ipset create SET-2 hash:ip,port", "nfacct add one", "nfacct add two-2");
    }

    /** A file with tables mangle, raw, filter and nat, a few chains and up to 40 rules each. */
    String file() {
        StringBuilder text = new StringBuilder();
        text.append("*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n");
        text.append(":OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n");
        rules(text, List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"), "mangle");
        text.append("COMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        rules(text, List.of("PREROUTING", "OUTPUT"), "raw");
        text.append("COMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ")
                .append(one("ACCEPT", "DROP"))
                .append(" [0:0]\n");
        text.append(":OUTPUT ACCEPT [0:0]\n:OWN-1 - [0:0]\n:OWN-2 - [0:0]\n");
        rules(text, List.of("INPUT", "FORWARD", "OUTPUT", "OWN-1", "OWN-2"), "filter");
        text.append("COMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        text.append(":POSTROUTING ACCEPT [0:0]\n");
        rules(text, List.of("PREROUTING", "OUTPUT", "POSTROUTING"), "nat");
        return text.append("COMMIT\n").toString();
    }

    private void rules(StringBuilder text, List<String> chains, String table) {
        for (int count = random.nextInt(40); count > 0; count--) {
            String chain = chains.get(random.nextInt(chains.size()));
            text.append("-A ").append(chain).append(rule(chain, table)).append('\n');
        }
    }

    private String rule(String chain, String table) {
        StringBuilder text = new StringBuilder();
        String protocol = sometimes(2) ? one("tcp", "udp", "icmp", "sctp", "47") : "";
        text.append(sometimes(3) ? not() + " -d " + prefix() : "");
        text.append(sometimes(3) ? not() + " -s " + prefix() : "");
        text.append(hasIn(chain) && sometimes(4) ? not() + " -i " + one("eth0", "veth+", "lo") : "");
        text.append(hasOut(chain) && sometimes(4) ? not() + " -o " + one("eth0", "docker0", "cali+") : "");
        text.append(protocol.isEmpty() ? "" : " -p " + protocol);
        for (int matches = random.nextInt(4); matches > 0; matches--) {
            text.append(match());
        }
        text.append(transport(protocol));
        text.append(sometimes(4) && protocol.equals("tcp") ? segment() : "");
        text.append(sometimes(6) && !hasIn(chain) ? OWNER : "");
        return text
                + switch (table) {
                    case "nat" -> translation(chain, protocol);
                    case "mangle" -> mark(chain, text.indexOf(" -m tcp") < 0 && text.indexOf("--") < 0 ? protocol : "");
                    case "raw" -> untracked();
                    default -> target(chain, protocol);
                };
    }

    private String match() {
        return switch (random.nextInt(24)) {
            case 0 -> " -m comment --comment " + COMMENTS.get(random.nextInt(COMMENTS.size()));
            case 1 -> " -m conntrack" + not() + " --ctstate " + one("NEW", "ESTABLISHED,RELATED", "DNAT,SNAT,INVALID");
            case 2 -> " -m state --state " + one("NEW", "RELATED,ESTABLISHED");
            case 3 -> " -m mark" + not() + " --mark " + one("5", "0x4000/0x4000", "0x1/255", "0");
            case 4 -> " -m addrtype" + not() + " --dst-type " + one("LOCAL", "UNICAST", "BROADCAST");
            case 5 -> " -m addrtype --src-type LOCAL" + not() + " --dst-type LOCAL";
            case 6 -> " -m statistic --mode random --probability " + one("0.50000000000", "0.33332999982");
            case 7 -> " -m limit --limit " + one("5/min", "3/sec --limit-burst 7", "40/hour");
            case 8 -> " -m statistic --mode nth --every 3" + one(" --packet 0", " --packet 2");
            case 9 ->
                " -m recent --name " + one("A", "KUBE-SEP-X") + not() + one(" --set", " --rcheck --seconds 60")
                        + one("", " --rdest", " --mask 255.255.255.0");
            case 10 -> " -m set" + not() + " --match-set " + one("SET-1 src", "SET-1 dst", "SET-2 dst,dst");
            case 11 -> " -m nfacct --nfacct-name " + one("one", "two-2");
            case 12 -> " -m connmark" + not() + " --mark " + one("0x10/0xf0", "7");
            case 13 ->
                " -m conntrack" + one(" --ctdir REPLY", " --ctproto tcp", " --ctorigdst 10.0.0.0/8 --ctstate NEW");
            case 14 -> " -m conntrack --ctstatus " + one("NONE", "ASSURED", "SEEN_REPLY,CONFIRMED");
            case 15 -> " -m length" + not() + " --length " + one("100", "100:200", ":50");
            case 16 -> " -m ttl" + one(" --ttl-eq 64", " --ttl-gt 5", " ! --ttl-eq 1");
            case 17 -> " -m pkttype" + not() + " --pkt-type " + one("unicast", "broadcast", "multicast");
            case 18 -> " -m addrtype --src-type LOCAL,BROADCAST" + one("", " ! --dst-type UNICAST");
            case 19 -> " -m iprange --dst-range 10.0.0.1-10.0.0.99" + not() + " --src-range 9.9.9.9";
            case 20 -> " -m quota --quota 1000000";
            case 21 -> " -m tos" + not() + " --tos " + one("0x10/0x3f", "0x08");
            case 22 -> " -m dscp" + not() + " --dscp 0x0a";
            default -> " -m iprange" + not() + " --src-range 1.2.3.4-1.2.3.9";
        };
    }

    private String transport(String protocol) {
        if (!sometimes(2)) {
            return "";
        }
        return switch (protocol) {
            case "tcp" ->
                one("", " -m tcp")
                        + one(
                                not() + " --dport " + ports(),
                                " --syn",
                                " --tcp-flags SYN,ACK SYN" + not() + " --dport " + ports() + " --sport " + ports());
            case "udp" -> not() + " --sport " + ports() + not() + " --dport " + ports();
            case "icmp" -> not() + " --icmp-type " + one("8", "3/4", "echo-reply", "any");
            default -> "";
        };
    }

    private String segment() {
        return one(
                " -m multiport" + not() + " --dports 80,443,8000:8080",
                " -m multiport --sports 1024:2048",
                " -m multiport --ports 53",
                " -m tcpmss" + not() + " --mss " + one("536", "1000:1460"));
    }

    private String mark(String chain, String protocol) {
        String clamp = protocol.equals("tcp") ? " -m tcp --tcp-flags SYN,RST SYN -j TCPMSS " : "";
        return one(
                " -j MARK --set-xmark 0x4000/0x4000",
                " -j MARK --and-mark 0xff",
                " -j MARK --xor-mark 0x1",
                " -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff",
                " -j CONNMARK --restore-mark",
                " -j CONNMARK --set-mark 5/7",
                " -j DSCP --set-dscp 0x0a",
                " -j TOS --set-tos 0x10/0x3f",
                " -j TTL --ttl-" + one("set 5", "inc 1", "dec 1"),
                clamp.isEmpty()
                        ? ""
                        : clamp
                                + (hasIn(chain) && !chain.equals("FORWARD")
                                        ? "--set-mss 1400"
                                        : "--clamp-mss-to-pmtu"));
    }

    private String untracked() {
        return one(
                " -j NOTRACK",
                " -j CT --notrack",
                " -j CT --zone 5",
                " -j TRACE",
                " -j ACCEPT",
                " -j NFLOG --nflog-group 5 --nflog-prefix \"a b\"",
                " -j DROP");
    }

    private String target(String chain, String protocol) {
        String next = chain.equals("OWN-2") ? " -j RETURN" : chain.equals("OWN-1") ? " -j OWN-2" : " -g OWN-1";
        String reset = protocol.equals("tcp") ? " -j REJECT --reject-with tcp-reset" : " -j REJECT";
        return one(
                "",
                " -j ACCEPT",
                " -j DROP",
                " -j RETURN",
                next,
                reset,
                " -j MARK --set-mark 5/3",
                " -j MARK --or-mark 8",
                " -j REJECT --reject-with icmp-host-prohibited",
                " -j LOG --log-prefix \"a b: \"",
                " -j LOG --log-level " + one("debug", "3") + one("", " --log-tcp-options --log-ip-options --log-uid"),
                " -j NFLOG --nflog-size 64 --nflog-threshold 3",
                " -j SET --add-set SET-1 src" + one("", " --exist"),
                " -j NFQUEUE --queue-num 3" + one("", " --queue-bypass"));
    }

    private String translation(String chain, String protocol) {
        String ports = protocol.equals("tcp") || protocol.equals("udp") ? one("", ":80", ":100-200") : "";
        return chain.equals("POSTROUTING")
                ? one(
                        "",
                        " -j MASQUERADE",
                        " -j SNAT --to-source 1.2.3.4" + ports,
                        " -j ACCEPT",
                        " -j MASQUERADE --random-fully",
                        ports.isEmpty() ? "" : " -j MASQUERADE --to-ports 1024-2048",
                        " -j SNAT --to-source 1.2.3.4 --random --persistent",
                        " -j NETMAP --to 10.9.0.0/16")
                : one(
                        "",
                        " -j RETURN",
                        ports.isEmpty() ? " -j REDIRECT" : " -j REDIRECT --to-ports 8080",
                        " -j NETMAP --to 10.9.0.0/16",
                        " -j DNAT --to-destination 10.1.1.1-10.1.1.9" + ports);
    }

    private static boolean hasIn(String chain) {
        return !chain.equals("OUTPUT") && !chain.equals("POSTROUTING");
    }

    private static boolean hasOut(String chain) {
        return !chain.equals("INPUT") && !chain.equals("PREROUTING");
    }

    private String prefix() {
        String address = random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
        return address + one("", "/" + random.nextInt(1, 33), "/255.255.0.0");
    }

    private String ports() {
        int low = random.nextInt(30_000);
        return one(low + "", low + ":" + (low + random.nextInt(1, 9_000)), ":" + (low + 1), (low + 1) + ":");
    }

    private String not() {
        return sometimes(4) ? " !" : "";
    }

    private boolean sometimes(int in) {
        return random.nextInt(in) == 0;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
