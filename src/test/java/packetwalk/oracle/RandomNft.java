package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tables of nftables beside those of iptables: base chains at any hook and priority, sets, maps, chains of one's own. */
final class RandomNft {

    /** A base chain: where it is hooked in, and what it may do there. */
    record Base(String type, String hook, String priority) {
        boolean on(String... hooks) {
            return List.of(hooks).contains(hook);
        }
    }

    private static final List<String> PRIORITIES = List.of(
            "raw", "mangle", "filter", "filter", "security", "-110", "-200", "filter + 5", "raw - 1", "99", "101");

    /** What asks for a protocol. */
    private static final Pattern TRANSPORT = Pattern.compile(
            "(?<!l4proto \\. )(tcp|udp|th|icmp) (dport|sport|flags|type)|l4proto|ip protocol|tcp reset");

    private final Draft draft;
    private final RandomNftConditions conditions;
    private int tables;

    RandomNft(Draft draft) {
        this.draft = draft;
        this.conditions = new RandomNftConditions(draft);
    }

    /** Gives some namespaces a table. */
    void write() {
        for (String netns : draft.namespaces()) {
            if (draft.chance(RandomTopology.isRouter(netns) ? 35 : 15)) {
                table(netns);
            }
        }
    }

    private void table(String netns) {
        tables++;
        String family = draft.any("ip", "ip", "inet");
        List<String> lines = new ArrayList<>();
        lines.add("table " + family + " t" + tables + " {");
        lines.add("counter hits { }");
        sets(lines);
        lines.add("chain two {");
        rules(lines, netns, family, new Base("own", "", ""), List.of("return", "accept", "drop"));
        lines.add("}");
        lines.add("chain one {");
        rules(lines, netns, family, new Base("own", "", ""), List.of("return", "jump two", "goto two", "accept"));
        lines.add("}");
        for (int i = draft.number(4); i >= 0; i--) {
            base(lines, netns, family, "b" + i);
        }
        lines.add("}");
        draft.add(netns + "$ nft -f - <<EOF\n" + String.join("\n", lines) + "\nEOF");
    }

    private void sets(List<String> lines) {
        lines.add("set addrs { type ipv4_addr; elements = { " + draft.address() + " } }");
        lines.add(
                "set nets { type ipv4_addr; flags interval; auto-merge; elements = { " + net() + ", " + net() + " } }");
        lines.add("set ports { type inet_service; flags interval; elements = { 53, 80-81, 6000-6001 } }");
        lines.add("set ends { type ipv4_addr . inet_proto . inet_service; elements = { " + draft.address()
                + " . tcp . 80, " + draft.address() + " . udp . 53 } }");
        lines.add("set wide { type ipv4_addr . inet_service; flags interval; elements = { " + net() + " . 50-90, "
                + draft.address() + " . 8080 } }");
        lines.add("set seen { type ipv4_addr; flags dynamic,timeout; timeout 1h; }");
        lines.add("map byport { type inet_service : verdict; elements = { 80 : " + verdict() + ", 53 : " + verdict()
                + " } }");
        lines.add("map bynet { type ipv4_addr : verdict; flags interval; elements = { " + net() + " : " + verdict()
                + " } }");
        lines.add("map marks { type ipv4_addr : mark; elements = { " + draft.address() + " : 0x7 } }");
    }

    private String net() {
        return Draft.network(draft.address()) + draft.any(".0/24", ".0/30", ".0/29");
    }

    private String verdict() {
        return draft.any("accept", "drop", "jump one", "goto one", "goto two", "continue", "return");
    }

    private void base(List<String> lines, String netns, String family, String name) {
        String hook = draft.any("prerouting", "input", "forward", "forward", "output", "postrouting");
        boolean nat = !hook.equals("forward") && draft.chance(30);
        boolean route = !nat && hook.equals("output") && draft.chance(40);
        String priority = nat ? String.valueOf(draft.number(250) - 120) : draft.any(PRIORITIES);
        Base base = new Base(nat ? "nat" : route ? "route" : "filter", hook, priority);
        lines.add("chain " + name + " {");
        lines.add("type %s hook %s priority %s; policy %s;"
                .formatted(base.type(), hook, priority, draft.chance(5) && !nat ? "drop" : "accept"));
        rules(
                lines,
                netns,
                family,
                base,
                List.of("accept", "accept", "drop", "jump one", "jump one", "goto two", "return"));
        lines.add("}");
    }

    private void rules(List<String> lines, String netns, String family, Base base, List<String> verdicts) {
        for (int i = draft.number(4); i >= 0; i--) {
            String rule = rule(netns, family, base, verdicts);
            while (TRANSPORT.matcher(rule).results().count() > 1) {
                rule = rule(netns, family, base, verdicts); // nft refuses two that contradict each other
            }
            lines.add(rule.strip());
        }
    }

    private String rule(String netns, String family, Base base, List<String> verdicts) {
        String head = conditions.any(netns, base);
        if (base.type().equals("nat") && draft.chance(70)) {
            return head + translation(family, base);
        }
        return head + (draft.chance(15) ? map(base) : action(family, base, verdicts));
    }

    private String map(Base base) {
        return switch (draft.number(base.type().equals("own") ? 2 : 5)) {
            case 0 -> " ct state vmap { established : continue, new : return, invalid : accept }";
            case 1 -> " numgen random mod 1 vmap { 0 : continue }";
            case 2 -> " tcp dport vmap @byport";
            case 3 -> " ip daddr vmap @bynet";
            default ->
                " meta l4proto . th dport vmap { tcp . 80 : jump two, udp . 53 : " + draft.any("accept", "goto one")
                        + " }";
        };
    }

    private String action(String family, Base base, List<String> verdicts) {
        return switch (draft.number(12)) {
            case 0 -> " counter";
            case 1 ->
                " meta mark set "
                        + draft.any("0x1", "meta mark | 0x4", "ip saddr map @marks", "ct mark", "meta mark ^ 0x1");
            case 2 -> " ct mark set " + draft.any("0x2", "meta mark", "ct mark | 0x1");
            case 3 -> base.type().equals("nat") ? " counter" : " update @seen { ip saddr }";
            case 4 ->
                base.type().equals("nat") || !base.on("input", "forward", "output")
                        ? " counter name \"hits\""
                        : reject(family);
            case 5 -> base.on("prerouting", "output") && base.priority().startsWith("raw") ? " notrack" : " continue";
            case 6 -> base.type().equals("filter") && base.on("prerouting") ? " ip ttl set 60" : " counter accept";
            default -> " " + draft.any(verdicts);
        };
    }

    private String reject(String family) {
        return draft.any(
                " reject",
                " reject with icmp host-prohibited",
                " reject with icmp admin-prohibited",
                family.equals("inet") ? " reject with icmpx no-route" : " reject with icmp net-unreachable",
                " reject with tcp reset");
    }

    private String translation(String family, Base base) {
        String kind = family.equals("inet") ? " ip" : "";
        String to = draft.address();
        if (base.on("postrouting")) {
            return draft.any(
                    " masquerade",
                    " masquerade",
                    " snat" + kind + " to " + to,
                    " ip saddr != " + net() + " masquerade");
        }
        if (base.on("input")) {
            return draft.any(" accept", " counter", " ip saddr 10.99.0.1 snat" + kind + " to " + to);
        }
        String protocol = draft.any("tcp", "udp");
        return switch (draft.number(6)) {
            case 0 ->
                " ip daddr " + draft.address() + " meta l4proto " + protocol + " dnat" + kind + " to " + to + ":80";
            case 1 ->
                " ip daddr " + draft.address() + " " + protocol + " dport { 80, 53, 81 } dnat" + kind + " to " + to;
            case 2 -> " " + protocol + " dport 81 redirect to :80";
            case 3 ->
                " ip daddr " + RandomProbes.SERVICE + " meta l4proto " + protocol
                        + " dnat ip to numgen random mod 1 map { 0 : " + to + " . 80 }";
            case 4 ->
                " ip daddr " + RandomProbes.SERVICE + " meta l4proto " + protocol + " dnat" + kind + " to " + to
                        + ":53";
            default -> " ip daddr . meta l4proto . th dport vmap { " + RandomProbes.SERVICE + " . tcp . 80 : return }";
        };
    }
}
