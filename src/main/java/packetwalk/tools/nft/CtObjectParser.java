package packetwalk.tools.nft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.TimeText;

/**
 * Reads the braces of what connection tracking is to do with a connection: helpers, timeouts and expectations, which are kept
 * and printed. nftables' src/parser_bison.y {@code ct_helper_block}, src/rule.c {@code obj_print_data()}.
 */
final class CtObjectParser {

    /** Helpers that Linux has, by their protocol: net/netfilter/nf_conntrack_*.c. */
    private static final Map<String, Set<String>> HELPERS = Map.of(
            "tcp", Set.of("ftp", "irc", "pptp", "Q.931", "sane", "sip"),
            "udp", Set.of("amanda", "netbios-ns", "RAS", "sip", "snmp", "snmp_trap", "tftp"));

    /** States that can be given a timeout, in order of print, with what is meant without one: {@code timeout_protocol}. */
    private static final Map<String, String> STATES = Map.of(
            "tcp",
            "syn_sent=120 syn_recv=60 established=432000 fin_wait=120 close_wait=60 last_ack=30 time_wait=120 close=10"
                    + " retrans=300 unack=300",
            "udp",
            "unreplied=30 replied=180");

    private final Tokens tokens;
    private final Family family;
    private final String kind;
    private final StringBuilder lines = new StringBuilder();
    private final Map<String, Long> timeouts = new LinkedHashMap<>();
    private String l3proto;
    private String protocol = "";
    private String helper = "";
    private String comment = "";

    /** {@code kind}: helper, timeout or expectation. */
    CtObjectParser(Tokens tokens, Family family, String kind) {
        this.tokens = tokens;
        this.family = family;
        this.kind = kind;
        this.l3proto = family.toString();
    }

    /** The lines that {@code nft list} prints within the braces. */
    String read() {
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            line();
            tokens.endOfLine();
        }
        if (kind.equals("helper")) {
            return "type \"" + helper + "\" protocol " + protocol + "\nl3proto " + l3proto + "\n";
        }
        String before = "protocol " + protocol + "\n";
        String last = "l3proto " + l3proto + "\n";
        return kind.equals("timeout") ? before + last + policy() : before + lines + last;
    }

    String comment() {
        return comment;
    }

    private void line() {
        int mark = tokens.mark();
        String word = tokens.name();
        boolean expectation = kind.equals("expectation");
        switch (word) {
            case "comment" -> comment = tokens.quoted();
            case "l3proto" -> l3proto = tokens.name();
            case "type" -> {
                helper = tokens.quoted();
                tokens.expect("protocol");
                protocol = protocol();
            }
            case "protocol" -> protocol = protocol();
            case "policy" -> policies();
            case "dport", "size" -> lines.append(word + " " + tokens.number() + "\n");
            case "timeout" -> lines.append("timeout " + TimeText.of(time()) + "\n");
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + word);
        }
        boolean fits = switch (word) {
            case "type" -> kind.equals("helper");
            case "protocol" -> !kind.equals("helper");
            case "policy" -> kind.equals("timeout");
            case "dport", "size", "timeout" -> expectation;
            default -> true;
        };
        if (!fits) {
            throw tokens.refusal(mark, "syntax error, unexpected " + word);
        }
    }

    private String protocol() {
        if (!tokens.at("tcp", "udp")) {
            throw tokens.unexpected("expecting udp or tcp");
        }
        return tokens.name();
    }

    private long time() {
        int mark = tokens.mark();
        Optional<Long> millis = TimeText.parse(tokens.name());
        return millis.orElseThrow(() -> tokens.refusal(mark, "Could not parse time"));
    }

    private void policies() {
        tokens.expect("=");
        tokens.expect("{");
        do {
            String state = tokens.name();
            tokens.expect(":");
            timeouts.put(state, tokens.number());
        } while (tokens.take(","));
        tokens.expect("}");
    }

    /** What the kernel refuses of what was read: {@code nft_ct_helper_obj_init()}. */
    void check(int mark) {
        boolean other =
                (l3proto.equals("ip") && family == Family.IP6) || (l3proto.equals("ip6") && family == Family.IP);
        if (other && kind.equals("helper")) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        if (kind.equals("helper") && !HELPERS.getOrDefault(protocol, Set.of()).contains(helper)) {
            throw tokens.refusal(mark, "Could not process rule: No such file or directory");
        }
        timeouts.keySet().stream().filter(each -> !isState(each)).findFirst().ifPresent(each -> {
            throw tokens.refusal(mark, "invalid state name for protocol " + protocol + ": " + each);
        });
    }

    private boolean isState(String name) {
        return states().stream().anyMatch(each -> each.startsWith(name + "="));
    }

    private List<String> states() {
        return List.of(STATES.getOrDefault(protocol, "").split(" "));
    }

    private String policy() {
        StringBuilder text = new StringBuilder();
        for (String each : states()) {
            String state = each.substring(0, each.indexOf('='));
            Long own = timeouts.get(state);
            if (own != null && !each.equals(state + "=" + own)) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(state)
                        .append(" : ")
                        .append(own);
            }
        }
        return "policy = { " + text + " }\n";
    }
}
