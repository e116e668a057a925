package packetwalk.proxy.ipvs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * What one sync does to its node: commands, in this order, and who waits for the last connection afterwards.
 *
 * @param commands the rules of {@link IpvsJumps} are ensured before them
 */
public record IpvsSync(List<Command> commands, Terminating terminating) {

    /** A command line, and what it reads from standard input. */
    public record Command(String line, String input) {}

    public IpvsSync {
        commands = List.copyOf(commands);
    }

    /** What kube-proxy does once, when it starts: {@code NewProxier()}. */
    public static List<Command> start(IpvsConfig config) {
        List<Command> commands = new ArrayList<>();
        for (String setting : List.of(
                "net.ipv4.vs.conntrack=1",
                "net.ipv4.vs.expire_nodest_conn=1",
                "net.ipv4.vs.expire_quiescent_template=1",
                "net.ipv4.ip_forward=1")) {
            commands.add(new Command("sysctl -w " + setting, ""));
        }
        if (config.strictArp()) {
            commands.add(new Command("sysctl -w net.ipv4.conf.all.arp_ignore=1", ""));
            commands.add(new Command("sysctl -w net.ipv4.conf.all.arp_announce=2", ""));
        }
        if (config.tcpSeconds() + config.tcpFinSeconds() + config.udpSeconds() > 0) {
            String times = config.tcpSeconds() + " " + config.tcpFinSeconds() + " " + config.udpSeconds();
            commands.add(new Command("ipvsadm --set " + times, ""));
        }
        return commands;
    }

    /**
     * What makes {@code present} what is {@code wanted}.
     *
     * @param family of the node's addresses
     * @param first whether kube-proxy has just started, and so looks at weights, too
     */
    public static IpvsSync of(
            IpvsWanted wanted,
            IpvsNode present,
            IpFamily family,
            IpvsConfig config,
            Terminating terminating,
            boolean first) {
        List<Command> commands = new ArrayList<>();
        if (!present.device()) {
            commands.add(new Command("ip link add " + IpvsProxier.DEVICE + " type dummy", ""));
        }
        Servers servers = new Servers(present, terminating, first);
        wanted.servers().values().forEach(servers::serve);
        command(commands, "ipvsadm -R", servers.lines.toString());
        command(commands, "ip -batch -", addresses(wanted.bound(), present.bound(), "add"));
        commands.add(new Command("ipset restore -exist", sets(wanted, family)));
        commands.add(new Command("iptables-restore --noflush --counters", wanted.restore()));
        command(commands, "ip -batch -", addresses(present.bound(), wanted.bound(), "del"));
        command(commands, "ipvsadm -R", legacy(wanted, present, config));
        return new IpvsSync(commands, new Terminating(servers.waiting));
    }

    private static void command(List<Command> commands, String line, String input) {
        if (!input.isEmpty()) {
            commands.add(new Command(line, input));
        }
    }

    private static String addresses(Set<IpAddress> some, Set<IpAddress> others, String verb) {
        StringBuilder lines = new StringBuilder();
        for (IpAddress each : some) {
            if (!others.contains(each)) {
                lines.append("addr ").append(verb).append(' ').append(each).append('/');
                lines.append(each.family().bits())
                        .append(" dev ")
                        .append(IpvsProxier.DEVICE)
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** Every set is made, emptied and filled: what comes out is what adding and deleting one by one would leave. */
    private static String sets(IpvsWanted wanted, IpFamily family) {
        StringBuilder lines = new StringBuilder();
        for (KubeSet set : KubeSet.values()) {
            String name = set.setName(family);
            lines.append(set.creation(family)).append("\nflush ").append(name).append('\n');
            wanted.entries(set)
                    .forEach(entry -> lines.append("add ")
                            .append(name)
                            .append(' ')
                            .append(entry)
                            .append('\n'));
        }
        return lines.toString();
    }

    /** {@code cleanLegacyService()}: virtual servers that no Service wants any more. */
    private static String legacy(IpvsWanted wanted, IpvsNode present, IpvsConfig config) {
        StringBuilder lines = new StringBuilder();
        for (ServiceKey key : present.servers().keySet()) {
            boolean others = config.excludeCidrs().stream().anyMatch(each -> each.contains(key.address()));
            if (!others && key.fwmark() == 0 && !wanted.servers().containsKey(key)) {
                lines.append(IpvsadmLine.delete(key));
            }
        }
        return lines.toString();
    }

    /** {@code syncService()} and {@code syncEndpoint()}. */
    private static final class Servers {
        private final IpvsNode present;
        private final boolean first;
        private final Set<Terminating.Item> waiting;
        private final StringBuilder lines = new StringBuilder();

        Servers(IpvsNode present, Terminating terminating, boolean first) {
            this.present = present;
            this.first = first;
            this.waiting = new LinkedHashSet<>(terminating.items());
        }

        void serve(IpvsWanted.Server server) {
            ServiceKey key = server.spec().key();
            IpvsNode.Present there = present.servers().get(key);
            if (there == null) {
                lines.append(IpvsadmLine.add(server.spec()));
            } else if (!there.spec().equals(server.spec())) {
                lines.append(IpvsadmLine.edit(server.spec()));
            }
            Map<IpvsWanted.Endpoint, IpvsNode.Real> real = there == null ? Map.of() : there.real();
            server.endpoints().forEach(each -> keep(key, each, real.get(each)));
            real.forEach((endpoint, each) -> {
                if (!server.endpoints().contains(endpoint)) {
                    drain(key, endpoint, each);
                }
            });
        }

        private void keep(ServiceKey key, IpvsWanted.Endpoint endpoint, IpvsNode.@Nullable Real there) {
            if (there != null) {
                if (first && there.weight() != 1) {
                    lines.append(IpvsadmLine.weigh(key, endpoint, 1));
                }
                if (!waiting.remove(new Terminating.Item(key, endpoint))) {
                    return;
                }
                // it comes back while it waits for its end: as a new one, whose connections are found again
                lines.append(IpvsadmLine.delete(key, endpoint));
            }
            lines.append(IpvsadmLine.add(key, endpoint));
        }

        /** {@code GracefulDeleteRS()}: at once if nothing is open, else by weight 0. */
        private void drain(ServiceKey key, IpvsWanted.Endpoint endpoint, IpvsNode.Real there) {
            Terminating.Item item = new Terminating.Item(key, endpoint);
            if (waiting.contains(item)) {
                return;
            }
            if (Terminating.mayGo(key, there)) {
                lines.append(IpvsadmLine.delete(key, endpoint));
            } else {
                lines.append(IpvsadmLine.weigh(key, endpoint, 0));
                waiting.add(item);
            }
        }
    }
}
