package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * In which order a program should try a name's addresses: RFC 6724 as glibc does it for IPv4, rules 1, 2, 8 and 9. So a
 * client of a headless Service is drawn to the endpoints of its own subnet, however the server mixes its answer.
 */
final class AddressOrder implements Comparator<IpAddress> {

    private static final Cidr LINK_LOCAL = Cidr.parse("169.254.0.0/16");

    private static final int LINK_SCOPE = 2;
    private static final int GLOBAL_SCOPE = 14;

    private final List<InterfaceAddress> own;

    private AddressOrder(List<InterfaceAddress> own) {
        this.own = own;
    }

    /** The addresses, best first; what is alike stays in the order of the answer. */
    static List<IpAddress> of(NetworkNamespace from, List<IpAddress> addresses) {
        List<InterfaceAddress> own = from.devices().stream()
                .flatMap(device -> device.addresses().stream())
                .toList();
        List<IpAddress> sorted = new ArrayList<>(addresses);
        sorted.sort(new AddressOrder(own));
        return sorted;
    }

    @Override
    public int compare(IpAddress one, IpAddress other) {
        return Comparator.comparing((IpAddress each) -> each.family() != IpFamily.IPV4)
                .thenComparing(each -> scope(each) == LINK_SCOPE && commonBits(each) == 0)
                .thenComparing(AddressOrder::scope)
                .thenComparing(Comparator.comparing(this::commonBits).reversed())
                .compare(one, other);
    }

    private static int scope(IpAddress address) {
        boolean link = address.isLoopback() || (address.family() == IpFamily.IPV4 && LINK_LOCAL.contains(address));
        return link ? LINK_SCOPE : GLOBAL_SCOPE;
    }

    /** How long it is like one's own address in the same subnet; outside of subnets that makes no sense, and counts 0. */
    private int commonBits(IpAddress address) {
        return own.stream()
                .filter(each -> each.network().family() == address.family()
                        && each.network().contains(address))
                .mapToInt(each ->
                        Long.numberOfLeadingZeros(each.address().low() ^ address.low()) - (Long.SIZE - Integer.SIZE))
                .max()
                .orElse(0);
    }
}
