package packetwalk.agent;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.xtables.Table;
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
        try {
            shell.run(command);
        } catch (IllegalArgumentException there) {
            // it is there already: that is all that is wanted
            return;
        }
    }

    /** Makes a chain and a rule that leads to it, as far as they are missing. */
    void ensure(String newChain, String check, String insert) {
        tolerate(newChain);
        try {
            shell.run(check);
        } catch (IllegalArgumentException missing) {
            shell.run(insert);
        }
    }

    /** Runs what may be refused; whether it was not. */
    boolean succeeds(String command, String input) {
        try {
            shell.run(command, input);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Deletes the UDP connections that have lost their endpoint. */
    void deleteStale(StaleFlows stale) {
        List<Connection> gone = node.netfilter().conntrack().connections().stream()
                .filter(each -> each.original().protocol() == Protocol.UDP)
                .filter(each -> {
                    Tuple there = each.original();
                    Tuple back = each.reply();
                    return stale.contains(there.dst(), there.dstPort(), back.src(), back.srcPort());
                })
                .toList();
        gone.forEach(node.netfilter().conntrack()::delete);
    }

    /** Names of a table's chains: what {@code iptables-save} would list, without printing all rules for it. */
    Set<String> chains(String table) {
        return node.netfilter().rules().chains(Table.valueOf(table.toUpperCase(Locale.ROOT))).stream()
                .map(Chain::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
