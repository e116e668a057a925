package packetwalk.linux.conntrack;

import java.util.Objects;
import packetwalk.net.IpAddress;

/**
 * Addresses, and perhaps ports, that a translation may choose from: Linux {@code struct nf_nat_range2}.
 *
 * @param from first address
 * @param to last address
 * @param portFrom first port, or 0: keep the port where it is free
 * @param portTo last port, or 0
 */
public record NatRange(IpAddress from, IpAddress to, int portFrom, int portTo) {

    public NatRange {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** One address; the port stays where it can. */
    public static NatRange of(IpAddress address) {
        return new NatRange(address, address, 0, 0);
    }

    boolean hasPorts() {
        return portFrom != 0;
    }

    /** Whether an address, and its port where ports are given, need no change: {@code nf_in_range()}. */
    boolean contains(IpAddress address, int port) {
        return address.compareTo(from) >= 0
                && address.compareTo(to) <= 0
                && (!hasPorts() || (port >= portFrom && port <= portTo));
    }

    /** How many addresses it holds. */
    long addresses() {
        return to.low() - from.low() + 1;
    }

    /** As {@code --to-source} takes it. */
    @Override
    public String toString() {
        String addresses = from + (from.equals(to) ? "" : "-" + to);
        return addresses + (hasPorts() ? ":" + portFrom + (portTo == portFrom ? "" : "-" + portTo) : "");
    }
}
