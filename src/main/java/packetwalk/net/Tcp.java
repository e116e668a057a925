package packetwalk.net;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A TCP segment, RFC 9293.
 *
 * @param srcPort 0 to 65535
 * @param dstPort 0 to 65535
 * @param seq sequence number of the first byte (SYN and FIN count as one), modulo 2^32
 * @param ack next byte expected, if ACK is set; modulo 2^32
 * @param flags control bits
 * @param window bytes that its sender is ready to take, as the header has them, 0 to 65535
 * @param options what stands behind the fixed header
 * @param data payload
 */
public record Tcp(
        int srcPort, int dstPort, long seq, long ack, Set<Flag> flags, int window, TcpOptions options, Bytes data)
        implements Transport {

    /** What a segment offers that says nothing of it: all that fits into the field. */
    public static final int FULL_WINDOW = 65_535;

    /** Control bits, in the order and with the letters of {@code tcpdump}. */
    public enum Flag {
        FIN('F', 0x01),
        SYN('S', 0x02),
        RST('R', 0x04),
        PSH('P', 0x08),
        ACK('.', 0x10),
        URG('U', 0x20);

        private final char letter;
        private final int bit;

        Flag(char letter, int bit) {
            this.letter = letter;
            this.bit = bit;
        }

        /** Its place in the header's octet of flags: RFC 9293 3.1. */
        public int bit() {
            return bit;
        }
    }

    public Tcp {
        Ports.require(srcPort);
        Ports.require(dstPort);
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(data, "data");
        flags = Set.copyOf(flags);
        seq &= 0xffff_ffffL;
        ack &= 0xffff_ffffL;
        if (window < 0 || window > FULL_WINDOW) {
            throw new IllegalArgumentException("window " + window + " does not fit its field; use 0 to 65535");
        }
    }

    /** A segment without options, whose sender has room for all. */
    public Tcp(int srcPort, int dstPort, long seq, long ack, Set<Flag> flags, Bytes data) {
        this(srcPort, dstPort, seq, ack, flags, TcpOptions.NONE, data);
    }

    /** A segment whose sender has room for all. */
    public Tcp(int srcPort, int dstPort, long seq, long ack, Set<Flag> flags, TcpOptions options, Bytes data) {
        this(srcPort, dstPort, seq, ack, flags, FULL_WINDOW, options, data);
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** Sequence numbers it takes up: its bytes, and one each for SYN and FIN. */
    public int span() {
        return data.length() + (has(Flag.SYN) ? 1 : 0) + (has(Flag.FIN) ? 1 : 0);
    }

    /** At most {@code length} bytes of its data from {@code from} on; flags that end something go with the last. */
    public Tcp part(int from, int length) {
        int to = Math.min(data.length(), from + length);
        Set<Flag> kept = EnumSet.noneOf(Flag.class);
        kept.addAll(flags);
        if (to < data.length()) {
            kept.removeAll(Set.of(Flag.PSH, Flag.FIN));
        }
        return new Tcp(srcPort, dstPort, seq + from, ack, kept, window, options, data.slice(from, to));
    }

    public Tcp withPorts(int src, int dst) {
        return new Tcp(src, dst, seq, ack, flags, window, options, data);
    }

    public Tcp withOptions(TcpOptions other) {
        return new Tcp(srcPort, dstPort, seq, ack, flags, window, other, data);
    }

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public int length() {
        return 20 + options.length() + data.length();
    }

    @Override
    public String summary(String src, String dst) {
        return src + "." + srcPort + " > " + dst + "." + dstPort + ": TCP [" + letters() + "]"
                + (data.isEmpty() ? "" : ", length " + data.length());
    }

    /** The flags as tcpdump prints them: {@code S}, {@code S.}, {@code P.}, {@code F.}, {@code R}. */
    public String letters() {
        StringBuilder text = new StringBuilder();
        Set<Flag> ordered = flags.isEmpty() ? Set.of() : EnumSet.copyOf(flags);
        for (Flag flag : ordered) {
            text.append(flag.letter);
        }
        return text.length() == 0 ? "none" : text.toString();
    }
}
