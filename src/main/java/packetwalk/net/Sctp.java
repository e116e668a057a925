package packetwalk.net;

/**
 * The packet that asks for an SCTP association, RFC 9260 5.1: an INIT chunk and nothing else. No socket here speaks SCTP,
 * so that no other is ever sent.
 *
 * @param srcPort 0 to 65535
 * @param dstPort 0 to 65535
 */
public record Sctp(int srcPort, int dstPort) implements Transport {

    /** The type of an INIT chunk. */
    public static final int INIT = 1;

    /** Of the common header: ports, verification tag, checksum. */
    static final int HEADER = 12;

    /** Of the chunk: tag, window, streams out and in, first sequence number. */
    static final int CHUNK = 20;

    public Sctp {
        Ports.require(srcPort);
        Ports.require(dstPort);
    }

    public Sctp withPorts(int src, int dst) {
        return new Sctp(src, dst);
    }

    @Override
    public Protocol protocol() {
        return Protocol.SCTP;
    }

    @Override
    public int length() {
        return HEADER + CHUNK;
    }

    @Override
    public String summary(String src, String dst) {
        return src + "." + srcPort + " > " + dst + "." + dstPort + ": sctp (1) [INIT]";
    }
}
