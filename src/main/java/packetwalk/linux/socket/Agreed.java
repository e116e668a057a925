package packetwalk.linux.socket;

import java.util.Set;
import packetwalk.net.Tcp;
import packetwalk.net.TcpOptions;

/** What the two ends of a connection told each other in their SYNs: net/ipv4/tcp_input.c {@code tcp_parse_options()}. */
final class Agreed {

    /** What a peer takes that does not say: RFC 9293 3.7.1. */
    private static final int DEFAULT_MSS = 536;

    /** The largest packet of IPv4 less its headers: net/ipv4/route.c {@code IPV4_MAX_PMTU}. */
    private static final int LARGEST_MSS = 65_535 - 40;

    private TcpOptions own = TcpOptions.NONE;
    private int peerMss = DEFAULT_MSS;

    /** This end says all that it knows, and what the way takes. */
    void offer(int mss) {
        own = TcpOptions.ofSyn(Math.min(mss, LARGEST_MSS));
    }

    /** The other end has said what it knows; an option is used where both do. */
    void hear(TcpOptions theirs) {
        own = own.knownTo(theirs);
        peerMss = theirs.mss() == 0 ? DEFAULT_MSS : theirs.mss();
    }

    /** The options of a segment with these flags. */
    TcpOptions options(Set<Tcp.Flag> flags) {
        if (flags.contains(Tcp.Flag.SYN)) {
            return own;
        }
        return own.timestamps() ? TcpOptions.TIMESTAMPS : TcpOptions.NONE;
    }

    /** Bytes of data that fit into one segment if {@code mss} fit on the way: {@code tcp_current_mss()}. */
    int room(int mss) {
        return Math.min(mss, peerMss) - options(Set.of()).length();
    }
}
