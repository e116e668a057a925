package packetwalk.agent;

import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.xtables.Table;
import packetwalk.net.IpFamily;
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

    /** Names of the chains of table {@code nat}: what {@code iptables-save} would list, without printing all rules for it. */
    Set<String> natChains(IpFamily family) {
        return node.stack(family).netfilter().rules().chains(Table.NAT).stream()
                .map(Chain::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
