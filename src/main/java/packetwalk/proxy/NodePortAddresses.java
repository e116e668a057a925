package packetwalk.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * On which of a node's addresses node ports answer; {@code --nodeport-addresses}, pkg/proxy/util/nodeport_addresses.go.
 *
 * @param prefixes of one family; a prefix of length 0 is the only one
 */
public record NodePortAddresses(List<Cidr> prefixes) {

    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");

    public NodePortAddresses {
        prefixes = List.copyOf(prefixes);
    }

    /** The prefixes of {@code family} among {@code texts}; all addresses if there are none. */
    static NodePortAddresses of(IpFamily family, List<String> texts) {
        Cidr all = Cidr.around(family == IpFamily.IPV4 ? IpAddress.ANY_V4 : IpAddress.ofV6(0, 0), 0);
        List<Cidr> prefixes = new ArrayList<>();
        for (String text : texts) {
            SloppyText.cidr(text).filter(prefix -> prefix.family() == family).ifPresent(prefixes::add);
        }
        boolean matchAll = prefixes.isEmpty() || prefixes.contains(all);
        return new NodePortAddresses(matchAll ? List.of(all) : prefixes);
    }

    /** Whether node ports answer on every local address. */
    public boolean matchAll() {
        return prefixes.get(0).length() == 0;
    }

    /** Whether they may answer on 127.0.0.1; never for IPv6, which has no {@code route_localnet}. */
    public boolean containLoopback() {
        return prefixes.stream().anyMatch(prefix -> prefix.overlaps(LOOPBACK));
    }

    /** The node's addresses that lie in them, each once, in their order. */
    public List<IpAddress> matching(List<InterfaceAddress> addresses) {
        Set<IpAddress> matching = new TreeSet<>();
        for (InterfaceAddress each : addresses) {
            if (prefixes.stream().anyMatch(prefix -> prefix.contains(each.address()))) {
                matching.add(each.address());
            }
        }
        return List.copyOf(matching);
    }
}
