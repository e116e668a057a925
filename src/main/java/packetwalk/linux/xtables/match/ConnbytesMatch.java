package packetwalk.linux.xtables.match;

import java.util.Locale;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * How much a connection has carried: {@code -m connbytes}, net/netfilter/xt_connbytes.c.
 *
 * @param from at least so much
 * @param to at most so much; {@link #NO_LIMIT} for no limit
 */
public record ConnbytesMatch(long from, long to, Mode mode, Direction direction, boolean negated)
        implements Match, Holding {

    /** No upper limit; the greatest number that there is, of 64 bits without a sign. */
    public static final long NO_LIMIT = -1;

    /** What is measured. */
    public enum Mode {
        PACKETS,
        BYTES,
        /** Bytes per packet. */
        AVGPKT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whose packets are measured. */
    public enum Direction {
        ORIGINAL,
        REPLY,
        BOTH;

        long packets(Connection connection) {
            return (this == REPLY ? 0 : connection.packets(false)) + (this == ORIGINAL ? 0 : connection.packets(true));
        }

        long bytes(Connection connection) {
            return (this == REPLY ? 0 : connection.bytes(false)) + (this == ORIGINAL ? 0 : connection.bytes(true));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Connection connection = skb.connection();
        if (connection == null) {
            return false;
        }
        long measured = measure(connection);
        boolean within = Long.compareUnsigned(measured, from) >= 0 && Long.compareUnsigned(measured, to) <= 0;
        return within != negated;
    }

    private long measure(Connection connection) {
        long packets = direction.packets(connection);
        long bytes = direction.bytes(connection);
        return switch (mode) {
            case PACKETS -> packets;
            case BYTES -> bytes;
            case AVGPKT -> packets == 0 ? 0 : bytes / packets;
        };
    }

    @Override
    public boolean tracks() {
        return true;
    }

    /** Turns on that connections' packets are counted: {@code nf_ct_set_acct()}. */
    @Override
    public void take(Surroundings host) {
        host.sysctls().set(ConntrackSysctl.ACCT, 1);
    }

    /** It stays on. */
    @Override
    public void release(Surroundings host) {}

    private String amount() {
        return Long.toUnsignedString(from) + (to == NO_LIMIT || to == 0 ? "" : ":" + Long.toUnsignedString(to));
    }

    @Override
    public String listed(boolean numeric) {
        return (negated ? " !" : "") + " connbytes " + amount() + " connbytes mode " + mode + " connbytes direction "
                + direction;
    }

    @Override
    public String toString() {
        return "-m connbytes" + (negated ? " !" : "") + " --connbytes " + amount() + " --connbytes-mode " + mode
                + " --connbytes-dir " + direction;
    }
}
