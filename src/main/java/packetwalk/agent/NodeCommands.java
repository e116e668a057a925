package packetwalk.agent;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.xtables.Table;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.proxy.StaleFlows;
import packetwalk.tools.Shell;

/** What kube-proxy does by commands of its node, as any person could type them. */
final class NodeCommands {

    private final NetworkNamespace node;
    private final Shell shell;

    NodeCommands(NetworkNamespace node) {
        this.node = node;
        this.shell = new Shell(node);
    }

    String run(String command) {
        return shell.run(command);
    }

    String run(String command, String input) {
        return shell.run(command, input);
    }

    /** Runs what may have been done before. */
    void tolerate(String command) {
        shell.succeeds(command); // if it is there already, that is all that is wanted
    }

    /** Makes a chain and a rule that leads to it, as far as they are missing. */
    void ensure(String newChain, String check, String insert) {
        tolerate(newChain);
        if (!shell.succeeds(check)) {
            shell.run(insert);
        }
    }

    /** Runs what may be refused; whether it was not. */
    boolean succeeds(String command, String input) {
        return shell.succeeds(command, input);
    }

    /** Deletes the UDP connections of a family that have lost their endpoint. */
    void deleteStale(IpFamily family, StaleFlows stale) {
        Conntrack tracked = node.conntrack();
        List<Connection> gone = tracked.connections().stream()
                .filter(each -> each.original().protocol() == Protocol.UDP)
                .filter(each -> each.original().dst().family() == family)
                .filter(each -> {
                    Tuple there = each.original();
                    Tuple back = each.reply();
                    return stale.contains(there.dst(), there.dstPort(), back.src(), back.srcPort());
                })
                .toList();
        gone.forEach(tracked::delete);
    }

    /** Names of a table's chains: what {@code iptables-save} would list, without printing all rules for it. */
    Set<String> chains(IpFamily family, String table) {
        Table of = Table.valueOf(table.toUpperCase(Locale.ROOT));
        return node.stack(family).netfilter().rules().chains(of).stream()
                .map(Chain::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
