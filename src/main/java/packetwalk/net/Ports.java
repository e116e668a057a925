package packetwalk.net;

/** The range of a TCP or UDP port. */
public final class Ports {

    private Ports() {}

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
