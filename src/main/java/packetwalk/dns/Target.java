package packetwalk.dns;

import java.util.Optional;
import packetwalk.net.DnsData;
import packetwalk.net.DnsName;
import packetwalk.net.DnsType;
import packetwalk.net.IpAddress;

/**
 * One thing that a name of the cluster stands for.
 *
 * @param name what an SRV record calls it
 * @param data its address, or the name outside that stands for it
 * @param port where it serves; {@link #NO_PORT} if it says of none
 */
record Target(DnsName name, DnsData data, int port) {

    static final int NO_PORT = -1;

    static Target of(DnsName name, IpAddress address, int port) {
        return new Target(name, new DnsData.Address(address), port);
    }

    /** A service of type ExternalName, which has no port of its own: its SRV record says 0. */
    static Target alias(DnsName external) {
        return new Target(external, new DnsData.Name(DnsType.CNAME, external), 0);
    }

    Optional<DnsData> address() {
        return data instanceof DnsData.Address ? Optional.of(data) : Optional.empty();
    }
}
