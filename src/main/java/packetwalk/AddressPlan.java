package packetwalk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.OfFamily;
import packetwalk.net.PerFamily;

/**
 * Which address families a cluster has, and its ranges in each: those that were named, and for the rest the articles' in IPv4
 * and their like in IPv6.
 */
final class AddressPlan {

    /** A range that somebody named. */
    record Named(String what, OfFamily value) {}

    /** What a cluster has a range for. */
    enum Range {
        ROUTER("router", "10.100.0.1/24", "fd00:100::1/64"),
        CLUSTER("clusterCidr", "10.0.0.0/14", "fd00:10::/48"),
        SERVICE("serviceCidr", "10.3.240.0/20", "fd00:10:3::/112"),
        /** Of IPv6 what is nobody's outside, as 10.0.0.0/8 is in IPv4: RFC 4193. */
        NON_MASQUERADE("nonMasqueradeCidr", "10.0.0.0/8", "fd00::/8");

        final String verb;
        private final InterfaceAddress v4;
        private final InterfaceAddress v6;

        Range(String verb, String v4, String v6) {
            this.verb = verb;
            this.v4 = InterfaceAddress.parse(v4);
            this.v6 = InterfaceAddress.parse(v6);
        }

        private InterfaceAddress usual(IpFamily family) {
            return family == IpFamily.IPV4 ? v4 : v6;
        }
    }

    List<IpFamily> families = List.of(IpFamily.IPV4);

    private final Map<Range, Map<IpFamily, InterfaceAddress>> given = new EnumMap<>(Range.class);
    private final List<Named> named = new ArrayList<>();

    /**
     * Names a range, or one of each family with a comma between them, as flags of Kubernetes have it.
     *
     * @throws IllegalArgumentException naming what is no prefix
     */
    void name(Range range, String text) {
        boolean router = range == Range.ROUTER;
        PerFamily.parse(text, each -> router ? InterfaceAddress.parse(each) : whole(Cidr.parse(each))).stream()
                .forEach(value -> {
                    given.computeIfAbsent(range, any -> new EnumMap<>(IpFamily.class))
                            .put(value.family(), value);
                    named.add(new Named(range.verb, router ? value : value.network()));
                });
    }

    private static InterfaceAddress whole(Cidr cidr) {
        return new InterfaceAddress(cidr.network(), cidr.length());
    }

    /** What was named, in that order. */
    List<Named> named() {
        return List.copyOf(named);
    }

    private PerFamily<InterfaceAddress> range(Range range) {
        return perFamily(family -> given.getOrDefault(range, Map.of()).getOrDefault(family, range.usual(family)));
    }

    private <T extends OfFamily> PerFamily<T> perFamily(Function<IpFamily, T> of) {
        return new PerFamily<>(families.stream().map(of).toList());
    }

    /** The router's addresses in the network of the nodes. */
    PerFamily<InterfaceAddress> router() {
        return range(Range.ROUTER);
    }

    /** The nodes' networks. */
    PerFamily<Cidr> machines() {
        return router().map(InterfaceAddress::network);
    }

    PerFamily<Cidr> clusterCidrs() {
        return range(Range.CLUSTER).map(InterfaceAddress::network);
    }

    PerFamily<Cidr> serviceCidrs() {
        return range(Range.SERVICE).map(InterfaceAddress::network);
    }

    PerFamily<Cidr> nonMasqueradeCidrs() {
        return range(Range.NON_MASQUERADE).map(InterfaceAddress::network);
    }

    /** Whether machines need IPv6 at all. */
    boolean hasIpv6() {
        return families.contains(IpFamily.IPV6);
    }

    /**
     * The addresses of a machine in {@code networks}: those that it was given, and where one is missing the one with the same
     * number there. So 10.100.0.2 is fd00:100::2 too.
     */
    static PerFamily<IpAddress> machine(PerFamily<IpAddress> given, PerFamily<Cidr> networks) {
        IpAddress known = given.primary();
        long number = networks.in(known.family())
                .map(network -> known.hostPart(network.length()).low())
                .orElse(known.low());
        Stream<IpAddress> all =
                networks.stream().map(network -> given.in(network.family()).orElseGet(() -> network.host(number)));
        return new PerFamily<>(all.toList());
    }
}
