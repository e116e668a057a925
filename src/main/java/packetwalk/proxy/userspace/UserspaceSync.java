package packetwalk.proxy.userspace;

import java.util.List;
import packetwalk.program.userspace.ProxySockets;

/**
 * What one sync does to its node.
 *
 * @param portals rules of the kernel's own chains that must be there, each as {@code iptables} takes it
 * @param restore the input of {@code iptables-restore --noflush}
 * @param ports what the process has to serve
 * @param claims what it holds besides: node ports, and Services' ports of addresses that are the node's own
 */
public record UserspaceSync(
        List<Portal> portals, String restore, List<ProxyPort> ports, List<ProxySockets.Claim> claims) {

    public UserspaceSync {
        portals = List.copyOf(portals);
        ports = List.copyOf(ports);
        claims = List.copyOf(claims);
    }
}
