package packetwalk.net;

/** The range of a port, and the ports of what is sent. */
public final class Ports {

    private Ports() {}

    /** The source port of a transport that has ports; 0 of all others. */
    public static int source(Transport transport) {
        return transport instanceof Tcp tcp
                ? tcp.srcPort()
                : transport instanceof Udp udp ? udp.srcPort() : transport instanceof Sctp init ? init.srcPort() : 0;
    }

    /** The destination port, likewise. */
    public static int destination(Transport transport) {
        return transport instanceof Tcp tcp
                ? tcp.dstPort()
                : transport instanceof Udp udp ? udp.dstPort() : transport instanceof Sctp init ? init.dstPort() : 0;
    }

    /** Whether a transport has ports. */
    public static boolean has(Transport transport) {
        return transport instanceof Tcp || transport instanceof Udp || transport instanceof Sctp;
    }

    /**
     * Returns {@code port}.
     *
     * @throws IllegalArgumentException if it is not 0 to 65535
     */
    public static int require(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " does not exist; ports are 0 to 65535");
        }
        return port;
    }

    /**
     * Returns {@code port} if a socket can listen or be reached there.
     *
     * @throws IllegalArgumentException if it is not 1 to 65535
     */
    public static int requireService(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not a port that can be used; use 1 to 65535");
        }
        return port;
    }
}
