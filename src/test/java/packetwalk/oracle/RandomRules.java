package packetwalk.oracle;

import java.util.List;

/** Chains of one's own with jumps, gotos and returns; verdicts, policies, marks, untracked packets. */
final class RandomRules {

    private static final List<String> VERDICTS = List.of(
            " -j ACCEPT",
            " -j ACCEPT",
            " -j ACCEPT",
            " -j DROP",
            " -j REJECT",
            " -j REJECT --reject-with icmp-host-prohibited",
            " -j REJECT --reject-with icmp-admin-prohibited",
            " -j REJECT --reject-with icmp-net-unreachable",
            " -j REJECT --reject-with icmp-host-unreachable");

    private final Draft draft;
    private final RandomConditions conditions;

    RandomRules(Draft draft, RandomConditions conditions) {
        this.draft = draft;
        this.conditions = conditions;
    }

    void write() {
        for (String netns : draft.namespaces()) {
            boolean router = RandomTopology.isRouter(netns);
            if (draft.chance(router ? 75 : 25)) {
                filter(netns, router);
            }
            if (draft.chance(25)) {
                raw(netns);
            }
            if (draft.chance(30)) {
                mangle(netns, router);
            }
        }
    }

    private void filter(String netns, boolean router) {
        List<String> own = List.of("one", "two");
        own.forEach(chain -> draft.run(netns, "iptables -N " + chain));
        fill(netns, "one", List.of(" -j RETURN", " -j two", " -g two"));
        fill(netns, "two", List.of(" -j RETURN"));
        for (int i = draft.number(5); i >= 0; i--) {
            String chain = router ? draft.any("FORWARD", "FORWARD", "INPUT", "OUTPUT") : draft.any("INPUT", "OUTPUT");
            append(netns, "filter", chain, draft.chance(8) ? "" : verdict(List.of(" -j one", " -j one", " -g two")));
        }
        if (draft.chance(12)) {
            String chain = router ? "FORWARD" : "INPUT";
            draft.run(netns, "iptables -A " + chain + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
            draft.run(netns, "iptables -P " + chain + " DROP");
        }
        if (draft.chance(10)) {
            String reset = " -p tcp -j REJECT --reject-with tcp-reset";
            draft.run(netns, "iptables -A " + draft.any("INPUT", "OUTPUT", router ? "FORWARD" : "INPUT") + reset);
        }
    }

    private void fill(String netns, String chain, List<String> more) {
        for (int i = 1 + draft.number(3); i > 0; i--) {
            append(netns, "filter", chain, verdict(more));
        }
    }

    private void append(String netns, String table, String chain, String target) {
        String words = conditions.any(new RandomConditions.Place(netns, table, chain));
        draft.run(netns, "iptables -t %s -A %s%s%s".formatted(table, chain, words, target));
    }

    private String verdict(List<String> more) {
        int place = draft.number(VERDICTS.size() + more.size());
        return place < more.size() ? more.get(place) : VERDICTS.get(place - more.size());
    }

    private void raw(String netns) {
        String chain = draft.any("PREROUTING", "OUTPUT");
        String target = switch (draft.number(4)) {
            case 0 -> " -j DROP";
            case 1 -> known("raw", chain, " -j CT --zone " + (1 + draft.number(2)), " -j ACCEPT");
            default -> known("raw", chain, " -j CT --notrack", " -j ACCEPT");
        };
        append(netns, "raw", chain, target);
    }

    private void mangle(String netns, boolean router) {
        String first = draft.any("PREROUTING", "OUTPUT");
        append(
                netns,
                "mangle",
                first,
                " -j MARK --set-xmark " + draft.any("0x1/0xf", "0x1/0xffffffff", "0x4000/0x4000"));
        if (draft.chance(50)) {
            String chain = draft.any("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
            String target = draft.any(
                    " -j CONNMARK --save-mark",
                    " -j CONNMARK --restore-mark",
                    " -j CONNMARK --set-xmark 0x1/0xffffffff");
            append(netns, "mangle", chain, known("mangle", chain, target, " -j ACCEPT"));
        }
        if (draft.chance(30)) {
            String chain = draft.any("PREROUTING", "INPUT", "FORWARD", "POSTROUTING");
            append(netns, "mangle", chain, known("mangle", chain, draft.any(" -j LOG", " -j NFLOG"), " -j RETURN"));
        }
        if (draft.chance(50)) {
            String mark = " -m mark --mark 0x1/0xf";
            draft.run(netns, "iptables -A " + (router ? "FORWARD" : "INPUT") + mark + verdict(List.of(" -j RETURN")));
        }
    }

    private static String known(String table, String chain, String target, String otherwise) {
        return Known.rule(table, chain, target) ? target : otherwise;
    }
}
