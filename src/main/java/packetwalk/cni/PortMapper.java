package packetwalk.cni;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Connection;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.net.Protocol;
import packetwalk.tools.Shell;

/**
 * Opens ports of a machine for its containers: CNI's plugin {@code portmap}, version 1.10.0, with the iptables backend.
 *
 * <p>Nothing listens on such a port: it is a rule of destination NAT. {@code CNI-HOSTPORT-DNAT} is asked for all that is sent
 * to an address of the machine, from outside ({@code PREROUTING}) and by the machine itself ({@code OUTPUT}); one rule
 * in it for each container leads to that container's own chain. What the container's own network sends there, and the machine by
 * 127.0.0.1, is marked and masqueraded, since else the answer would not come back by here. Each family of the container's
 * addresses has these rules in its own table nat.
 *
 * <p>Its rules are appended to the kernel's chains, and kube-proxy's are put first: a node port wins over a host port. The plugin reserves
 * nothing: a process that listens on the port of the machine no longer hears anything, and of two containers that
 * map one port the first one gets all. Left out: the backend nftables, {@code CHECK}.
 *
 * @see <a href="https://www.cni.dev/plugins/current/meta/portmap/">portmap</a>; plugins/meta/portmap/main.go
 */
public final class PortMapper {

    private final NetworkNamespace host;
    private final Shell shell;
    private final String network;
    private final String device;

    /**
     * One that has opened nothing yet.
     *
     * @param network the name of the CNI network; part of the chains' names
     * @param device the machine's device that leads to its containers
     */
    public PortMapper(NetworkNamespace host, String network, String device) {
        this.host = host;
        this.shell = new Shell(host);
        this.network = network;
        this.device = device;
    }

    /** {@code ADD}: opens the ports of a container. Without any nothing is written; what is there already stays once. */
    public void add(String containerId, PerFamily<InterfaceAddress> container, List<PortMapping> mappings) {
        if (mappings.isEmpty()) {
            return;
        }
        container.stream().forEach(address -> rules(address.family()).add(containerId, address, mappings));
        forgetDatagrams(mappings);
        if (container.in(IpFamily.IPV4).isPresent()) {
            // lets 127.0.0.1 cross to the containers, and back
            shell.run("sysctl -w net.ipv4.conf." + device + ".route_localnet=1");
        }
    }

    /** {@code DEL}: closes the ports of a container; those of others, and the chains that all share, stay. */
    public void delete(String containerId, List<PortMapping> mappings) {
        if (mappings.isEmpty()) {
            return;
        }
        rules(IpFamily.IPV4).delete(containerId, mappings);
        if (host.hasIpv6()) {
            rules(IpFamily.IPV6).delete(containerId, mappings);
        }
        forgetDatagrams(mappings);
    }

    private PortRules rules(IpFamily family) {
        return new PortRules(shell, family, network);
    }

    /** A datagram's connection outlives the rule that translated it, and would go on to where that one led. */
    private void forgetDatagrams(List<PortMapping> mappings) {
        var ports = mappings.stream()
                .filter(each -> each.protocol() == Protocol.UDP)
                .map(PortMapping::hostPort)
                .collect(Collectors.toSet());
        List<Connection> stale = host.netfilter().conntrack().connections().stream()
                .filter(each -> each.original().protocol() == Protocol.UDP
                        && ports.contains(each.original().dstPort()))
                .toList();
        stale.forEach(host.netfilter().conntrack()::delete);
    }
}
