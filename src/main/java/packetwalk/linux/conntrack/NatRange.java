package packetwalk.linux.conntrack;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Addresses, and perhaps ports, that a translation may choose from: Linux {@code struct nf_nat_range2}.
 *
 * @param addresses null: the address stays
 * @param ports null: the port stays where it is free
 * @param choice how a port is chosen
 */
public record NatRange(
        @Nullable Addresses addresses, @Nullable Ports ports, Choice choice) {

    /** From one to another, both included. */
    public record Addresses(IpAddress from, IpAddress to) {

        public Addresses {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }

        boolean contains(IpAddress address) {
            return address.compareTo(from) >= 0 && address.compareTo(to) <= 0;
        }

        @Override
        public String toString() {
            return from + (from.equals(to) ? "" : "-" + to);
        }
    }

    /**
     * From one to another, both included.
     *
     * @param base with it the choice is no search: a port as far from {@code from} as the packet's from {@code base};
     *     -1 for none
     */
    public record Ports(int from, int to, int base) {

        public Ports(int from, int to) {
            this(from, to, -1);
        }

        boolean contain(int port) {
            return port >= from && port <= to;
        }

        @Override
        public String toString() {
            return from + (to == from ? "" : "-" + to) + (base < 0 ? "" : "/" + base);
        }
    }

    /**
     * How a port, and an address of several, are chosen.
     *
     * @param random {@code --random}: any free port, not the packet's own
     * @param fully {@code --random-fully}
     * @param persistent {@code --persistent}: a source gets one address of several, whatever it talks to
     */
    public record Choice(boolean random, boolean fully, boolean persistent) {

        /** The port stays where it is free. */
        public static final Choice KEEP = new Choice(false, false, false);

        /** Whether the packet's own port is not even tried. */
        boolean any() {
            return random || fully;
        }

        /** The options as they are typed, with {@code before} before each. */
        public String options(String before) {
            return (random ? before + "random" : "")
                    + (fully ? before + "random-fully" : "")
                    + (persistent ? before + "persistent" : "");
        }
    }

    /** One address; the port stays where it can. */
    public static NatRange of(IpAddress address) {
        return new NatRange(new Addresses(address, address), null, Choice.KEEP);
    }

    /** The same ports and choice, with one address. */
    public NatRange at(IpAddress address) {
        return new NatRange(new Addresses(address, address), ports, choice);
    }

    /** The ports; empty where none are given. */
    public Optional<Ports> givenPorts() {
        return Optional.ofNullable(ports);
    }

    /** Whether a source needs no change: {@code in_range()}. */
    boolean contains(Tuple tuple) {
        return (addresses == null || addresses.contains(tuple.src()))
                && (ports == null || hasNone(tuple) || ports.contain(tuple.srcPort()));
    }

    /** Whether the port of that side, or the identifier, is one of those given: {@code l4proto_in_range()}. */
    boolean containsPort(Tuple tuple, NatKind kind) {
        return ports == null
                || hasNone(tuple)
                || ports.contain(kind == NatKind.SNAT ? tuple.srcPort() : tuple.dstPort());
    }

    private static boolean hasNone(Tuple tuple) {
        return !tuple.hasPorts() && !tuple.isEcho();
    }

    /** As {@code --to-source} takes it. */
    @Override
    public String toString() {
        String where = addresses == null ? "" : addresses.toString();
        if (ports == null) {
            return where;
        }
        // colons within an address are not those before a port: libxt_NAT.c print_range6()
        boolean apart = addresses != null && addresses.from().family() == IpFamily.IPV6;
        return (apart ? "[" + where + "]" : where) + ":" + ports;
    }
}
