package packetwalk.agent;

import java.time.Duration;
import packetwalk.linux.NetworkNamespace;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ipvs.IpvsConfig;
import packetwalk.proxy.ipvs.IpvsJumps;
import packetwalk.proxy.ipvs.IpvsNode;
import packetwalk.proxy.ipvs.IpvsProxier;
import packetwalk.proxy.ipvs.IpvsSync;
import packetwalk.proxy.ipvs.Terminating;

/** ipvs mode on one node: virtual servers of the kernel, addresses on {@code kube-ipvs0}, sets and rules. */
final class IpvsBackend implements ProxyBackend {

    /** {@code rsCheckDeleteInterval}. */
    private static final Duration CHECK = Duration.ofMinutes(1);

    private final NetworkNamespace node;
    private final NodeCommands commands;
    private final IpvsConfig config = IpvsConfig.DEFAULT;
    private Terminating terminating = Terminating.NONE;
    private boolean first = true;
    private int life;

    IpvsBackend(NetworkNamespace node) {
        this.node = node;
        this.commands = new NodeCommands(node);
    }

    @Override
    public boolean sync(NodeConfig of, ProxyView view) {
        if (first) {
            IpvsSync.start(config).forEach(each -> commands.run(each.line(), each.input()));
            check(++life);
        }
        IpvsJumps.ALL.forEach(jump -> commands.ensure(jump.newChain(), jump.check(), jump.insert()));
        IpvsSync sync = IpvsSync.of(
                IpvsProxier.wanted(of, config, view), IpvsNode.of(node), of.family(), config, terminating, first);
        sync.commands().forEach(each -> commands.run(each.line(), each.input()));
        terminating = sync.terminating();
        first = false;
        return true;
    }

    /** Real servers whose last connection has ended go. */
    private void check(int ofLife) {
        node.simulation().after(CHECK.toNanos(), () -> {
            if (life == ofLife) {
                Terminating.Check check = terminating.check(IpvsNode.of(node));
                if (!check.ipvsadm().isEmpty()) {
                    commands.run("ipvsadm -R", check.ipvsadm());
                }
                terminating = check.left();
                check(ofLife);
            }
        });
    }

    @Override
    public void forget() {
        // each sync compares with what is there
    }

    /** This mode syncs every 30 s, swept or not. */
    @Override
    public boolean isSwept() {
        return true;
    }

    @Override
    public void stop() {
        first = true;
        life++;
        terminating = Terminating.NONE;
    }
}
