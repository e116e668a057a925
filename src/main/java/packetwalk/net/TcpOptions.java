package packetwalk.net;

/**
 * The options of a TCP segment that Linux sends: RFC 9293 3.2, RFC 7323, RFC 2018.
 *
 * @param mss the maximum segment size, 0 if the option is not there
 * @param sackPermitted whether selective acknowledgements are offered
 * @param timestamps whether timestamps are carried
 * @param windowScale the shift of the window, -1 if the option is not there
 */
public record TcpOptions(int mss, boolean sackPermitted, boolean timestamps, int windowScale) {

    /** No options at all: what a reset has. */
    public static final TcpOptions NONE = new TcpOptions(0, false, false, -1);

    /** What every segment of a connection has between two Linux hosts. */
    public static final TcpOptions TIMESTAMPS = new TcpOptions(0, false, true, -1);

    /** Kinds of options: IANA's registry. */
    private static final int MSS = 2;

    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMP = 8;

    /** What a Linux host's SYN and SYN-ACK have. */
    public static TcpOptions ofSyn(int mss) {
        return new TcpOptions(mss, true, true, 7);
    }

    /** The same with another maximum segment size, as TCPMSS writes it. */
    public TcpOptions withMss(int other) {
        return new TcpOptions(other, sackPermitted, timestamps, windowScale);
    }

    /** The same, without what the other end does not know. */
    public TcpOptions knownTo(TcpOptions other) {
        return new TcpOptions(
                mss,
                sackPermitted && other.sackPermitted,
                timestamps && other.timestamps,
                other.windowScale < 0 ? -1 : windowScale);
    }

    /** Whether an option of that kind is there; padding (kinds 0 and 1) is not looked for. */
    public boolean has(int kind) {
        return switch (kind) {
            case MSS -> mss > 0;
            case WINDOW_SCALE -> windowScale >= 0;
            case SACK_PERMITTED -> sackPermitted;
            case TIMESTAMP -> timestamps;
            default -> false;
        };
    }

    /** Length on the wire in bytes, a multiple of four: net/ipv4/tcp_output.c {@code tcp_syn_options()}. */
    public int length() {
        int sack = sackPermitted && !timestamps ? 4 : 0; // else it stands where the padding would
        return (mss > 0 ? 4 : 0) + (timestamps ? 12 : 0) + (windowScale >= 0 ? 4 : 0) + sack;
    }
}
