package packetwalk.agent;

import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;
import packetwalk.program.userspace.ProxySockets;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.userspace.ProxyPort;
import packetwalk.proxy.userspace.UserspaceProxier;
import packetwalk.proxy.userspace.UserspaceSync;

/** User-space mode on one node: rules lead to a port of kube-proxy, and kube-proxy copies bytes until it is killed. */
final class UserspaceBackend implements ProxyBackend {

    /** {@code --proxy-port-range}: the Service {@code kubernetes} comes first, and the articles' gets their 10400. */
    private static final int FIRST_PORT = 10_399;

    private final NetworkNamespace node;
    private final NodeCommands commands;
    private Optional<UserspaceProxier> proxier = Optional.empty();
    private ProxySockets sockets;
    private int next = FIRST_PORT;

    UserspaceBackend(NetworkNamespace node) {
        this.node = node;
        this.commands = new NodeCommands(node);
        this.sockets = new ProxySockets(node, KubeProxy.PROCESS);
    }

    @Override
    public boolean sync(NodeConfig config, ProxyView view) {
        if (proxier.isEmpty()) {
            proxier = Optional.of(new UserspaceProxier(config, () -> next++));
        }
        UserspaceSync sync = proxier.get().sync(view);
        sync.portals().forEach(portal -> commands.ensure(portal.newChain(), portal.check(), portal.ensure()));
        commands.run("iptables-restore --noflush", sync.restore());
        sockets.sync(sync.ports().stream().map(ProxyPort::wanted).toList(), sync.claims());
        return true;
    }

    @Override
    public void forget() {
        // each sync writes everything anyway
    }

    @Override
    public boolean isSwept() {
        return !commands.chains(IpFamily.IPV4, "nat").contains("KUBE-PORTALS-CONTAINER");
    }

    @Override
    public void stop() {
        node.sockets().closeAll(KubeProxy.PROCESS);
        sockets = new ProxySockets(node, KubeProxy.PROCESS);
        proxier = Optional.empty();
        next = FIRST_PORT;
    }
}
