package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * In which order a program should try a name's addresses: RFC 6724 6 as glibc 2.36 does it, rules 1, 2, 5, 6, 8 and 9. So
 * a client of a headless Service is drawn to the endpoints of its own subnet, however the server mixes its answer; and of a
 * dual-stack Service it tries the IPv6 address first, since a ULA's label is its own source's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6724#section-6">RFC 6724 6</a>; sysdeps/posix/getaddrinfo.c {@code rfc3484_sort()}
 */
final class AddressOrder implements Comparator<AddressOrder.Candidate> {

    /** Precedence and label by prefix, longest first: {@code default_precedence}, {@code default_labels}. */
    private record Policy(Cidr prefix, int precedence, int label) {
        static Policy of(String prefix, int precedence, int label) {
            return new Policy(Cidr.parse(prefix), precedence, label);
        }
    }

    private static final List<Policy> POLICIES = List.of(
            Policy.of("::1/128", 50, 0),
            Policy.of("::ffff:0:0/96", 10, 4),
            Policy.of("::/96", 20, 3),
            Policy.of("2001::/32", 40, 7),
            Policy.of("2002::/16", 30, 2),
            Policy.of("fec0::/10", 40, 5),
            Policy.of("fc00::/7", 40, 6),
            Policy.of("::/0", 40, 1));

    private static final Cidr MAPPED = Cidr.parse("::ffff:0:0/96");

    private static final int LINK_SCOPE = 2;
    private static final int GLOBAL_SCOPE = 14;

    private AddressOrder() {}

    /** The addresses, best first; what is alike stays in the order of the answer. */
    static List<IpAddress> of(NetworkNamespace from, List<IpAddress> addresses) {
        if (addresses.size() < 2) {
            return addresses;
        }
        List<Candidate> sorted = new ArrayList<>();
        addresses.forEach(each -> sorted.add(Candidate.of(from, each)));
        sorted.sort(new AddressOrder());
        return sorted.stream().map(Candidate::address).toList();
    }

    @Override
    public int compare(Candidate one, Candidate other) {
        return Comparator.comparing((Candidate each) -> each.source().isEmpty())
                .thenComparing(each -> !each.scopesMatch())
                .thenComparing(each -> !each.labelsMatch())
                .thenComparing(each -> -policy(each.address()).precedence())
                .thenComparing(each -> scope(each.address()))
                .thenComparing(AddressOrder::byPrefix)
                .compare(one, other);
    }

    /** Rule 9, between two of a family. */
    private static int byPrefix(Candidate one, Candidate other) {
        return one.address().family() == other.address().family()
                ? Integer.compare(other.commonBits(), one.commonBits())
                : 0;
    }

    /**
     * An address, and from where it would be asked.
     *
     * @param source empty if there is no way to it
     */
    record Candidate(IpAddress address, Optional<InterfaceAddress> source) {

        static Candidate of(NetworkNamespace from, IpAddress address) {
            if (address.family() == IpFamily.IPV6 && !from.hasIpv6()) {
                return new Candidate(address, Optional.empty());
            }
            var stack = from.stack(address.family());
            RouteResult way = stack.outputRoute(
                    RouteQuery.output(address, address.family().any(), 0));
            Optional<IpAddress> source =
                    way.found() && isWay(way.route().type()) ? stack.source(way.route(), address) : Optional.empty();
            return new Candidate(address, source.map(own -> withLength(from, own)));
        }

        private static boolean isWay(RouteType type) {
            return type == RouteType.UNICAST || type == RouteType.LOCAL;
        }

        private static InterfaceAddress withLength(NetworkNamespace from, IpAddress own) {
            return from.devices().stream()
                    .flatMap(device -> from.stack(own.family()).addresses(device).stream())
                    .filter(each -> each.address().equals(own))
                    .findFirst()
                    .orElseGet(() -> new InterfaceAddress(own, own.family().bits()));
        }

        boolean scopesMatch() {
            return source.filter(own -> scope(own.address()) == scope(address)).isPresent();
        }

        boolean labelsMatch() {
            return source.filter(own ->
                            policy(own.address()).label() == policy(address).label())
                    .isPresent();
        }

        /** How long it is like its source; of IPv4 that counts within a subnet only. */
        int commonBits() {
            return source.filter(own ->
                            own.family() == IpFamily.IPV6 || own.network().contains(address))
                    .map(own -> common(own.address(), address))
                    .orElse(0);
        }
    }

    private static int common(IpAddress one, IpAddress other) {
        int high = Long.numberOfLeadingZeros(one.high() ^ other.high());
        return high < Long.SIZE ? high : high + Long.numberOfLeadingZeros(one.low() ^ other.low());
    }

    /** IPv4 addresses stand in the table as mapped ones. */
    private static Policy policy(IpAddress address) {
        IpAddress known =
                address.family() == IpFamily.IPV6 ? address : MAPPED.network().plus(address.low());
        return POLICIES.stream()
                .filter(each -> each.prefix().contains(known))
                .findFirst()
                .orElseThrow();
    }

    private static int scope(IpAddress address) {
        boolean link = address.isLoopback() || address.isLinkLocal();
        return link ? LINK_SCOPE : GLOBAL_SCOPE;
    }
}
