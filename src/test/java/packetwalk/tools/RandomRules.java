package packetwalk.tools;

import java.util.List;
import java.util.Random;

/** Rule files by chance, from a seed: what {@code iptables-restore} loads, in any order of options. */
final class RandomRules {

    private final Random random;
    private final RandomExtensions extensions;
    private final RandomMatches conditions;

    RandomRules(long seed) {
        random = new Random(seed);
        extensions = new RandomExtensions(random);
        conditions = new RandomMatches(random);
    }

    /** What must be there before a file is loaded. */
    static List<String> preparations() {
        return List.of(
                "ipset create SET-1 hash:ip", "ipset create SET-2 hash:ip,port", "nfacct add one", "nfacct add two-2");
    }

    /** A file with tables filter, nat and mangle, a few chains and up to 40 rules each. */
    String file() {
        StringBuilder text = new StringBuilder();
        text.append("*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ")
                .append(one("ACCEPT", "DROP"))
                .append(" [0:0]\n");
        text.append(":OUTPUT ACCEPT [0:0]\n:OWN-1 - [0:0]\n:OWN-2 - [0:0]\n");
        rules(text, List.of("INPUT", "FORWARD", "OUTPUT", "OWN-1", "OWN-2"), false);
        text.append("COMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n");
        text.append(":POSTROUTING ACCEPT [0:0]\n");
        rules(text, List.of("PREROUTING", "OUTPUT", "POSTROUTING"), true);
        text.append("COMMIT\n*mangle\n:POSTROUTING ACCEPT [0:0]\n");
        for (int count = random.nextInt(20); count > 0; count--) {
            String protocol = one("tcp", "udp");
            text.append("-A POSTROUTING -p ")
                    .append(protocol)
                    .append(sometimes(2) ? condition("POSTROUTING", protocol) : "");
            text.append(extensions.mangling(protocol)).append('\n');
        }
        return text.append("COMMIT\n").toString();
    }

    private void rules(StringBuilder text, List<String> chains, boolean nat) {
        for (int count = random.nextInt(40); count > 0; count--) {
            String chain = chains.get(random.nextInt(chains.size()));
            text.append("-A ").append(chain).append(rule(chain, nat)).append('\n');
        }
    }

    private String rule(String chain, boolean nat) {
        StringBuilder text = new StringBuilder();
        String protocol = sometimes(2)
                ? one("tcp", "tcp", "udp", "icmp", "sctp", "dccp", "udplite", "esp", "ah", "ipcomp", "47", "ospf")
                : "";
        text.append(sometimes(3) ? not() + " -d " + prefix() : "");
        text.append(sometimes(3) ? not() + " -s " + prefix() : "");
        text.append(hasIn(chain) && sometimes(4) ? not() + " -i " + one("eth0", "veth+", "lo") : "");
        text.append(hasOut(chain) && sometimes(4) ? not() + " -o " + one("eth0", "docker0", "cali+") : "");
        text.append(protocol.isEmpty() ? "" : " -p " + protocol);
        text.append(transport(protocol));
        for (int matches = random.nextInt(4); matches > 0; matches--) {
            String next = condition(chain, protocol);
            // both have a --mode, and a second statistic's would be taken for policy's
            boolean mistaken = next.contains("-m statistic") && text.indexOf("-m policy") >= 0;
            text.append(mistaken ? "" : next);
        }
        return text + (nat ? translation(chain, protocol) : target(chain, protocol));
    }

    private String condition(String chain, String protocol) {
        return sometimes(4) ? extensions.match() : conditions.one(chain, protocol);
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
            default -> conditions.rare(protocol);
        };
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
                extensions.target());
    }

    private String translation(String chain, String protocol) {
        String ports = protocol.equals("tcp") || protocol.equals("udp") ? one("", ":80", ":100-200") : "";
        return chain.equals("POSTROUTING")
                ? one(
                        "",
                        " -j MASQUERADE",
                        " -j SNAT --to-source 1.2.3.4" + ports,
                        " -j ACCEPT",
                        " -j MASQUERADE --random-fully")
                : one("", " -j RETURN", " -j DNAT --to-destination 10.1.1.1-10.1.1.9" + ports);
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
        return address + one("", "/" + random.nextInt(1, 33), "/255.255.0.0", "/255.0.0.255");
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
