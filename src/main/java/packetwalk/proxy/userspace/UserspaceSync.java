package packetwalk.proxy.userspace;

import java.util.List;

/**
 * What one sync does to its node.
 *
 * @param portals rules of the kernel's own chains that must be there, each as {@code iptables} takes it
 * @param restore the input of {@code iptables-restore --noflush}
 * @param ports what the process has to serve
 */
public record UserspaceSync(List<Portal> portals, String restore, List<ProxyPort> ports) {

    public UserspaceSync {
        portals = List.copyOf(portals);
        ports = List.copyOf(ports);
    }
}
