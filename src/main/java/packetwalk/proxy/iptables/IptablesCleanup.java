package packetwalk.proxy.iptables;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What takes the chains of iptables mode away; pkg/proxy/iptables/cleanup.go. */
public final class IptablesCleanup {

    private static final String CANARY = "KUBE-PROXY-CANARY";

    private static final List<String> NAT =
            List.of(ChainNames.SERVICES, ChainNames.NODEPORTS, ChainNames.POSTROUTING, ChainNames.MARK_MASQ, CANARY);

    private static final List<String> FILTER = List.of(
            ChainNames.SERVICES,
            ChainNames.EXTERNAL_SERVICES,
            ChainNames.FORWARD,
            ChainNames.NODEPORTS,
            ChainNames.PROXY_FIREWALL,
            CANARY);

    private IptablesCleanup() {}

    /**
     * The input of {@code iptables-restore --noflush --counters}, once nothing leads to those chains.
     *
     * @param natChains names of the chains that there are in table nat
     * @param filterChains likewise, in table filter
     */
    public static String restore(Set<String> natChains, Set<String> filterChains) {
        Stream<String> ofServices =
                natChains.stream().filter(ChainNames::isOfService).sorted();
        List<String> nat = Stream.concat(NAT.stream().filter(natChains::contains), ofServices)
                .toList();
        return table("nat", nat)
                + table("filter", FILTER.stream().filter(filterChains::contains).toList());
    }

    /** Restating a chain empties it; then it can be deleted. */
    private static String table(String table, List<String> chains) {
        TableText text = new TableText(table);
        chains.forEach(text::delete);
        return text.text();
    }
}
