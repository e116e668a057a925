package packetwalk.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The extensions of iptables 1.8 for IPv4, and the options of those that the parser understands. */
final class Extensions {

    private static final Set<String> MATCHES = Set.of(
            ("addrtype ah bpf cgroup cluster comment connbytes connlabel connlimit connmark conntrack cpu dccp devgroup"
                            + " dscp ecn esp hashlimit helper icmp iprange ipvs length limit mac mark multiport nfacct"
                            + " osf owner physdev pkttype policy quota rateest realm recent rpfilter sctp set socket"
                            + " state statistic string tcp tcpmss time tos ttl u32 udp")
                    .split(" "));

    private static final Set<String> TARGETS = Set.of(
            ("ACCEPT DROP RETURN QUEUE AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DSCP ECN HMARK"
                            + " IDLETIMER LED LOG MARK MASQUERADE NETMAP NFLOG NFQUEUE NOTRACK RATEEST REDIRECT REJECT"
                            + " SECMARK SET SNAT SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS TPROXY TRACE TTL ULOG")
                    .split(" "));

    /** Options of the extensions that are understood, each with the number of words that follow it. */
    private static final Map<String, Map<String, Integer>> OPTIONS = Map.ofEntries(
            extension("tcp", "sport 1 source-port 1 dport 1 destination-port 1 tcp-flags 2 syn 0 tcp-option 1"),
            extension("udp", "sport 1 source-port 1 dport 1 destination-port 1"),
            extension("icmp", "icmp-type 1"),
            extension("comment", "comment 1"),
            extension("state", "state 1"),
            extension("mark", "mark 1"),
            extension("addrtype", "src-type 1 dst-type 1 limit-iface-in 0 limit-iface-out 0"),
            extension(
                    "conntrack",
                    "ctstate 1 ctproto 1 ctorigsrc 1 ctorigdst 1 ctreplsrc 1 ctrepldst 1 ctorigsrcport 1"
                            + " ctorigdstport 1 ctreplsrcport 1 ctrepldstport 1 ctstatus 1 ctexpire 1 ctdir 1"),
            extension("ACCEPT", ""),
            extension("DROP", ""),
            extension("RETURN", ""),
            extension("REJECT", "reject-with 1"),
            extension("MASQUERADE", "to-ports 1 random 0 random-fully 0"),
            extension("SNAT", "to-source 1 random 0 random-fully 0 persistent 0"),
            extension("DNAT", "to-destination 1 random 0 random-fully 0 persistent 0"),
            extension("MARK", "set-mark 1 set-xmark 1 and-mark 1 or-mark 1 xor-mark 1"));

    private Extensions() {}

    private static Map.Entry<String, Map<String, Integer>> extension(String name, String options) {
        Map<String, Integer> words = new LinkedHashMap<>();
        String[] parts = options.isEmpty() ? new String[0] : options.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            words.put("--" + parts[i], Integer.parseInt(parts[i + 1]));
        }
        return Map.entry(name, words);
    }

    static boolean isMatch(String name) {
        return MATCHES.contains(name);
    }

    static boolean isTarget(String name) {
        return TARGETS.contains(name);
    }

    /** Whether the options of {@code extension} are listed here; those of others are kept as they come. */
    static boolean understood(String extension) {
        return OPTIONS.containsKey(extension);
    }

    /** The full name of {@code option}, which may be cut short as getopt_long(3) allows; empty if it has none such. */
    static Optional<String> option(String extension, String option) {
        Map<String, Integer> options = OPTIONS.getOrDefault(extension, Map.of());
        if (options.containsKey(option)) {
            return Optional.of(option);
        }
        List<String> longer = options.keySet().stream()
                .filter(each -> option.length() > 2 && each.startsWith(option))
                .toList();
        return longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty();
    }

    /** How many words follow {@code option}. */
    static int words(String extension, String option) {
        return OPTIONS.getOrDefault(extension, Map.of()).getOrDefault(option, 0);
    }
}
