package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.CtState;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/**
 * What the packet is to its connection, and what that one is: {@code -m conntrack}, net/netfilter/xt_conntrack.c.
 *
 * @param tests what is asked, in the order in which iptables prints it
 */
public record ConntrackMatch(List<Test> tests) implements Match {

    private static final long SECOND = 1_000_000_000L;

    public ConntrackMatch {
        tests = List.copyOf(tests);
    }

    /** One option. */
    public sealed interface Test {

        /** Whether it holds for a packet of {@code connection}. */
        boolean holds(Skb skb, Connection connection, Surroundings host);

        boolean negated();

        /** The option's name and value without dashes, as {@code ctstate NEW}. */
        String words();
    }

    /** {@code --ctstate}; SNAT and DNAT are states here, too. */
    public record State(Set<String> states, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            return (states.contains(skb.ctState().toString())
                            || (connection.srcNat() && states.contains("SNAT"))
                            || (connection.dstNat() && states.contains("DNAT")))
                    != negated;
        }

        /** For a packet that has no connection: it is untracked, or INVALID. */
        boolean holds(CtState state) {
            return states.contains(state.toString()) != negated;
        }

        @Override
        public String words() {
            return "ctstate " + String.join(",", states);
        }
    }

    /** {@code --ctproto}: the protocol's number. */
    public record Proto(Protocol protocol, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            return (connection.protocol() == protocol) != negated;
        }

        @Override
        public String words() {
            return "ctproto " + protocol.number();
        }
    }

    /** Which end of which tuple, with the name that its options begin with. */
    public enum End {
        ORIGSRC,
        ORIGDST,
        REPLSRC,
        REPLDST;

        private Tuple tuple(Connection connection) {
            return this == ORIGSRC || this == ORIGDST ? connection.original() : connection.reply();
        }

        private boolean source() {
            return this == ORIGSRC || this == REPLSRC;
        }

        IpAddress address(Connection connection) {
            Tuple tuple = tuple(connection);
            return source() ? tuple.src() : tuple.dst();
        }

        int port(Connection connection) {
            Tuple tuple = tuple(connection);
            return source() ? tuple.srcPort() : tuple.dstKey();
        }

        /** {@code ctorigsrc}. */
        @Override
        public String toString() {
            return "ct" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code --ctorigsrc} and the like; the address is kept as it was typed, the bits of {@code mask} count. */
    public record Address(End end, int address, int mask, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            return ((((int) end.address(connection).low() ^ address) & mask) == 0) != negated;
        }

        /** Of a mask with holes iptables prints nothing: {@code xtables_ipmask_to_numeric()} is not asked. */
        @Override
        public String words() {
            int length = Integer.numberOfLeadingZeros(~mask);
            boolean holes = Integer.bitCount(mask) != length;
            return end + " " + IpAddress.ofV4(address) + (holes || length == 32 ? "" : "/" + length);
        }
    }

    /** {@code --ctorigsrcport} and the like; {@code from} may be above {@code to}, and then holds for none. */
    public record Port(End end, int from, int to, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            int port = end.port(connection);
            return (port >= from && port <= to) != negated;
        }

        @Override
        public String words() {
            return end + "port " + from + (from == to ? "" : ":" + to);
        }
    }

    /** {@code --ctstatus}; an empty set is NONE, which holds for no connection. */
    public record Status(Set<CtStatus> any, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            return any.stream().anyMatch(connection::has) != negated;
        }

        @Override
        public String words() {
            return "ctstatus "
                    + (any.isEmpty() ? "NONE" : any.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
    }

    /** {@code --ctexpire}: seconds that it has left. */
    public record Expire(long from, long to, boolean negated) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            // its time begins to run when the table has it: nf_ct_expires()
            long time = connection.has(CtStatus.CONFIRMED)
                    ? connection.expires() - host.simulation().now()
                    : 0;
            long left = Math.max(0, time) / SECOND;
            return (left >= from && left <= to) != negated;
        }

        @Override
        public String words() {
            return "ctexpire " + from + (from == to ? "" : ":" + to);
        }
    }

    /** {@code --ctdir}: which way the packet goes. */
    public record Direction(boolean reply) implements Test {

        @Override
        public boolean holds(Skb skb, Connection connection, Surroundings host) {
            return skb.ctState().reply() == reply;
        }

        @Override
        public boolean negated() {
            return false;
        }

        @Override
        public String words() {
            return "ctdir " + (reply ? "REPLY" : "ORIGINAL");
        }
    }

    /** {@code conntrack_mt()}: what has no connection is asked for its state only, and fails without that option. */
    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        if (connection == null) {
            return tests.get(0) instanceof State state && state.holds(skb.ctState());
        }
        for (Test each : tests) {
            if (!each.holds(skb, connection, host)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    private String words(String before) {
        return tests.stream()
                .map(each -> (each.negated() ? " ! " : " ") + before + each.words())
                .collect(Collectors.joining());
    }

    @Override
    public String listed(boolean numeric) {
        String words = words("");
        boolean everywhere = !numeric && words.contains(" 0.0.0.0/0");
        return everywhere ? words.replace(" 0.0.0.0/0", " anywhere") : words;
    }

    @Override
    public String toString() {
        return "-m conntrack" + words("--");
    }
}
