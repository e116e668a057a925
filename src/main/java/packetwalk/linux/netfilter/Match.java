package packetwalk.linux.netfilter;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Cidr;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/**
 * One condition of a rule. A rule matches if all of its conditions hold.
 *
 * <p>{@code toString} is the form of {@code iptables-save}. Conditions that start with {@code -m} stand behind the
 * others there.
 */
public sealed interface Match {

    /** Whether it holds for {@code skb}; an {@link Unknown} one is never asked. */
    boolean matches(Skb skb, Surroundings host);

    /** Whether the packet comes from, or goes to, a prefix: {@code -s} and {@code -d}. */
    record Address(Side side, Cidr prefix, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return prefix.contains(side.address(skb.packet())) != negated;
        }

        @Override
        public String toString() {
            return not(negated) + (side == Side.SRC ? "-s " : "-d ") + prefix;
        }
    }

    /** The device that it came in by ({@code -i}) or leaves by ({@code -o}); a name that ends in {@code +} is a prefix. */
    record Interface(boolean incoming, String name, boolean negated) implements Match {
        public Interface {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public boolean matches(Skb skb, Surroundings host) {
            String device = incoming ? skb.in() : skb.out();
            boolean same =
                    name.endsWith("+") ? device.startsWith(name.substring(0, name.length() - 1)) : device.equals(name);
            return same != negated;
        }

        @Override
        public String toString() {
            return not(negated) + (incoming ? "-i " : "-o ") + name;
        }
    }

    /** The protocol: {@code -p}. */
    record ProtocolIs(Protocol protocol, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return (skb.packet().protocol() == protocol) != negated;
        }

        @Override
        public String toString() {
            return not(negated) + "-p " + protocol;
        }
    }

    /** A TCP or UDP port in a range, both ends included: {@code -m tcp --dport}. */
    record Port(Protocol protocol, Side side, int from, int to, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            int port = port(skb.packet());
            return port >= 0 && (port >= from && port <= to) != negated;
        }

        private int port(Packet packet) {
            if (packet.transport() instanceof Tcp tcp && protocol == Protocol.TCP) {
                return side == Side.SRC ? tcp.srcPort() : tcp.dstPort();
            }
            if (packet.transport() instanceof Udp udp && protocol == Protocol.UDP) {
                return side == Side.SRC ? udp.srcPort() : udp.dstPort();
            }
            return -1;
        }

        @Override
        public String toString() {
            return "-m " + protocol + " " + not(negated) + (side == Side.SRC ? "--sport " : "--dport ") + from
                    + (to == from ? "" : ":" + to);
        }
    }

    /** Which TCP flags are set among those looked at: {@code -m tcp --tcp-flags SYN,ACK SYN}. */
    record TcpFlags(Set<Tcp.Flag> mask, Set<Tcp.Flag> set, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return skb.packet().transport() instanceof Tcp tcp
                    && mask.stream().allMatch(flag -> tcp.has(flag) == set.contains(flag)) != negated;
        }

        @Override
        public String toString() {
            return "-m tcp " + not(negated) + "--tcp-flags " + names(mask) + " " + names(set);
        }

        private static String names(Set<Tcp.Flag> flags) {
            return flags.isEmpty()
                    ? "NONE"
                    : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        }
    }

    /** An ICMP type, and a code or -1 for any: {@code -m icmp --icmp-type}; type 255 stands for every message. */
    record IcmpType(int type, int code, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            if (skb.packet().transport() instanceof IcmpEcho echo) {
                return fits(echo.reply() ? 0 : 8, 0) != negated;
            }
            return skb.packet().transport() instanceof IcmpError error
                    && fits(error.kind().type(), error.kind().code()) != negated;
        }

        private boolean fits(int actualType, int actualCode) {
            return type == 255 || (type == actualType && (code < 0 || code == actualCode));
        }

        @Override
        public String toString() {
            String number = type == 255 ? "any" : code < 0 ? "" + type : type + "/" + code;
            return "-m icmp " + not(negated) + "--icmp-type " + number;
        }
    }

    /** What an address is to this host: {@code -m addrtype --dst-type LOCAL}. */
    record AddressType(Side side, RouteType type, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            IpAddress address = side.address(skb.packet());
            return (host.addressType(address) == type) != negated;
        }

        @Override
        public String toString() {
            return "-m addrtype " + not(negated) + (side == Side.SRC ? "--src-type " : "--dst-type ") + type.name();
        }
    }

    /** What the packet is to its connection: {@code -m conntrack --ctstate}; states in iptables' own order. */
    record ConnectionState(Set<String> states, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return has(skb) != negated;
        }

        private boolean has(Skb skb) {
            Connection connection = skb.connection();
            return states.contains(skb.ctState().toString())
                    || (connection != null && states.contains("SNAT") && connection.srcNat())
                    || (connection != null && states.contains("DNAT") && connection.dstNat());
        }

        @Override
        public String toString() {
            return "-m conntrack " + not(negated) + "--ctstate " + String.join(",", states);
        }
    }

    /** The older spelling of {@link ConnectionState}: {@code -m state --state}; kept as it was written. */
    record State(ConnectionState meaning) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return meaning.matches(skb, host);
        }

        @Override
        public String toString() {
            return "-m state " + not(meaning.negated()) + "--state " + String.join(",", meaning.states());
        }
    }

    /** An extension without options, {@code -m tcp}: iptables keeps it, and it asks nothing. */
    record Extension(String name) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return true;
        }

        @Override
        public String toString() {
            return "-m " + name;
        }
    }

    /** The packet's mark: {@code -m mark --mark}. */
    record Mark(int value, int mask, boolean negated) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return ((skb.mark() & mask) == value) != negated;
        }

        @Override
        public String toString() {
            return "-m mark " + not(negated) + "--mark " + hex(value) + (mask == -1 ? "" : "/" + hex(mask));
        }
    }

    /** No condition: what the author wanted to say. */
    record Comment(String words) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            return true;
        }

        @Override
        public String toString() {
            // libxtables xtables_save_string(): only these go without quotes
            boolean plain = words.matches("[A-Za-z0-9_-]+");
            return "-m comment --comment " + (plain ? words : "\"" + words.replaceAll("[\"\\\\']", "\\\\$0") + "\"");
        }
    }

    /** A condition that the engine does not model; kept in print, and it makes the verdict {@link Verdict.Unknown}. */
    record Unknown(String name, String words) implements Match {
        @Override
        public boolean matches(Skb skb, Surroundings host) {
            throw new AssertionError("nobody can know whether " + words + " matches");
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Which end of a packet a condition is about. */
    enum Side {
        SRC,
        DST;

        IpAddress address(Packet packet) {
            return this == SRC ? packet.src() : packet.dst();
        }
    }

    private static String not(boolean negated) {
        return negated ? "! " : "";
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value).toLowerCase(Locale.ROOT);
    }
}
