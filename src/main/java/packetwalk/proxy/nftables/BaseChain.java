package packetwalk.proxy.nftables;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A chain that one of the kernel's hooks calls, and which jumps to those that every node has; {@code nftablesBaseChains},
 * {@code nftablesJumpChains}.
 *
 * @param hook as {@code type filter hook input}
 */
record BaseChain(String name, String hook, int priority) {

    /** Before DNAT: here a packet still has the address that its sender called. */
    private static final int PRE_DNAT = -110;

    private static final int FILTER = 0;
    private static final int DNAT = -100;
    private static final int SNAT = 100;

    private static final String FILTER_PREROUTING = "filter-prerouting-pre-dnat";
    private static final String FILTER_OUTPUT_PRE_DNAT = "filter-output-pre-dnat";
    private static final String FILTER_INPUT = "filter-input";
    private static final String FILTER_FORWARD = "filter-forward";
    private static final String FILTER_OUTPUT = "filter-output";
    private static final String NAT_PREROUTING = "nat-prerouting";
    private static final String NAT_OUTPUT = "nat-output";
    private static final String NAT_POSTROUTING = "nat-postrouting";

    static final List<BaseChain> ALL = List.of(
            new BaseChain(FILTER_PREROUTING, "type filter hook prerouting", PRE_DNAT),
            new BaseChain(FILTER_OUTPUT_PRE_DNAT, "type filter hook output", PRE_DNAT),
            new BaseChain(FILTER_INPUT, "type filter hook input", FILTER),
            new BaseChain(FILTER_FORWARD, "type filter hook forward", FILTER),
            new BaseChain(FILTER_OUTPUT, "type filter hook output", FILTER),
            new BaseChain(NAT_PREROUTING, "type nat hook prerouting", DNAT),
            new BaseChain(NAT_OUTPUT, "type nat hook output", DNAT),
            new BaseChain(NAT_POSTROUTING, "type nat hook postrouting", SNAT));

    /** A jump of a base chain; for new connections only, where that is said. */
    private record Jump(String to, String from, boolean onlyNew) {

        String rule() {
            return (onlyNew ? "ct state new " : "") + "jump " + to;
        }
    }

    private static final List<Jump> JUMPS = List.of(
            new Jump(NftablesNames.NODEPORT_ENDPOINTS_CHECK, FILTER_INPUT, true),
            new Jump(NftablesNames.SERVICE_ENDPOINTS_CHECK, FILTER_INPUT, true),
            new Jump(NftablesNames.SERVICE_ENDPOINTS_CHECK, FILTER_FORWARD, true),
            new Jump(NftablesNames.SERVICE_ENDPOINTS_CHECK, FILTER_OUTPUT, true),
            new Jump(NftablesNames.FIREWALL_CHECK, FILTER_PREROUTING, true),
            new Jump(NftablesNames.FIREWALL_CHECK, FILTER_OUTPUT_PRE_DNAT, true),
            new Jump(NftablesNames.SERVICES, NAT_OUTPUT, false),
            new Jump(NftablesNames.SERVICES, NAT_PREROUTING, false),
            new Jump(NftablesNames.MASQUERADING, NAT_POSTROUTING, false),
            new Jump(NftablesNames.CLUSTER_IPS_CHECK, FILTER_FORWARD, true),
            new Jump(NftablesNames.CLUSTER_IPS_CHECK, FILTER_OUTPUT, true));

    /**
     * Makes all of them anew and empty, with their jumps and the chains that those lead to.
     *
     * @param recreate whether chains that are there go first: a hook or a priority cannot be changed
     */
    static void write(Transaction transaction, boolean recreate) {
        if (recreate) {
            for (BaseChain each : ALL) {
                transaction.addChain(each.name);
                transaction.deleteChain(each.name);
            }
        }
        for (BaseChain each : ALL) {
            transaction.addChain(each.name, each.hook + " priority " + each.priority);
            transaction.flushChain(each.name);
        }
        Set<String> made = new LinkedHashSet<>();
        for (Jump jump : JUMPS) {
            if (made.add(jump.to)) {
                transaction.addChain(jump.to);
                transaction.flushChain(jump.to);
            }
            transaction.addRule(jump.from, jump.rule());
        }
    }
}
