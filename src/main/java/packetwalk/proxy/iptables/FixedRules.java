package packetwalk.proxy.iptables;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;

/** The rules that every node has, whatever Services there are. */
final class FixedRules {

    private static final String LAST_RULE =
            "kubernetes service nodeports; NOTE: this must be the last rule in this chain";

    private final NodeConfig node;
    private final TableText filter;
    private final TableText nat;

    FixedRules(NodeConfig node, RestoreText restore) {
        this.node = node;
        this.filter = restore.filter();
        this.nat = restore.nat();
    }

    /** Declares all chains of the upper level and writes those rules that stand before the Services'. */
    void begin() {
        List.of(
                        ChainNames.SERVICES,
                        ChainNames.EXTERNAL_SERVICES,
                        ChainNames.FORWARD,
                        ChainNames.NODEPORTS,
                        ChainNames.PROXY_FIREWALL)
                .forEach(filter::chain);
        List.of(ChainNames.SERVICES, ChainNames.NODEPORTS, ChainNames.POSTROUTING, ChainNames.MARK_MASQ)
                .forEach(nat::chain);
        masquerade();
        if (node.family() == IpFamily.IPV4 && node.servesLocalhost()) {
            kubeletFirewall();
        }
    }

    /** Whoever wants a packet masqueraded marks it; the mark is cleared, as the packet may pass once more. */
    private void masquerade() {
        String mark = node.options().masqueradeMark();
        nat.rule(ChainNames.POSTROUTING, "-m", "mark", "!", "--mark", mark + "/" + mark, "-j", "RETURN");
        nat.rule(ChainNames.POSTROUTING, "-j", "MARK", "--xor-mark", mark);
        Words masquerade =
                Words.comment("kubernetes service traffic requiring SNAT").jump("MASQUERADE");
        nat.rule(ChainNames.POSTROUTING, node.kernel().randomFully() ? masquerade.and("--random-fully") : masquerade);
        nat.rule(ChainNames.MARK_MASQ, "-j", "MARK", "--or-mark", mark);
    }

    /** With {@code route_localnet} a neighbour could reach what listens on 127.0.0.1 only: CVE-2020-8558. */
    private void kubeletFirewall() {
        filter.chain(ChainNames.FIREWALL);
        filter.rule(
                ChainNames.FIREWALL,
                Words.comment("block incoming localnet connections")
                        .and("-d", "127.0.0.0/8", "!", "-s", "127.0.0.0/8")
                        .and("-m", "conntrack", "!", "--ctstate", "RELATED,ESTABLISHED,DNAT")
                        .jump("DROP"));
    }

    /** Writes the rules that stand after the Services'. */
    void end() {
        nodePorts();
        forward();
    }

    /** Any local address may be a node port's: asked last, when no Service's own address matched. */
    private void nodePorts() {
        if (node.nodePorts().matchAll()) {
            List<String> local = new ArrayList<>(List.of("-m", "addrtype", "--dst-type", "LOCAL"));
            if (node.family() == IpFamily.IPV6) {
                local.addAll(List.of("!", "-d", "::1/128"));
            } else if (!node.servesLocalhost()) {
                local.addAll(List.of("!", "-d", "127.0.0.0/8"));
            }
            nat.rule(ChainNames.SERVICES, Words.comment(LAST_RULE).and(local).jump(ChainNames.NODEPORTS));
            return;
        }
        for (IpAddress ip : node.nodePorts().matching(node.addresses())) {
            if (!ip.isLoopback() || (node.family() == IpFamily.IPV4 && node.servesLocalhost())) {
                nat.rule(
                        ChainNames.SERVICES,
                        Words.comment(LAST_RULE).and("-d", ip.toString()).jump(ChainNames.NODEPORTS));
            }
        }
    }

    private void forward() {
        if (!node.kernel().tcpBeLiberal()) {
            Words invalid = Words.of("-m", "conntrack", "--ctstate", "INVALID");
            Words counted = invalid.and("-m", "nfacct", "--nfacct-name", "ct_state_invalid_dropped_pkts");
            filter.rule(ChainNames.FORWARD, (node.kernel().nfacct() ? counted : invalid).jump("DROP"));
        }
        String mark = node.options().masqueradeMark();
        filter.rule(
                ChainNames.FORWARD,
                Words.comment("kubernetes forwarding rules")
                        .and("-m", "mark", "--mark", mark + "/" + mark)
                        .jump("ACCEPT"));
        filter.rule(
                ChainNames.FORWARD,
                Words.comment("kubernetes forwarding conntrack rule")
                        .and("-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED")
                        .jump("ACCEPT"));
    }
}
