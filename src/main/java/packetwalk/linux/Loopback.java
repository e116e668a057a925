package packetwalk.linux;

import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.net.Cidr;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;

/** {@code lo}: what a host sends to itself. Linux drivers/net/loopback.c. */
public final class Loopback extends NetDevice {

    /** Time through the backlog of the same host: 2 µs. */
    static final long DELAY = 2_000;

    Loopback(NetworkNamespace namespace) {
        super(namespace, "lo", MacAddress.ZERO);
        mtu(65536);
    }

    @Override
    public String kind() {
        return "loopback";
    }

    @Override
    public boolean carrier() {
        return up();
    }

    @Override
    String connectedTable() {
        return Fib.LOCAL;
    }

    /** All of 127.0.0.0/8 is this host. */
    @Override
    Route connectedRoute(Cidr network, IpAddress address) {
        return Route.local(network, name(), address);
    }

    @Override
    void send(int id, Frame frame, int mark) {
        namespace().simulation().carry(DELAY, () -> receive(id, frame));
    }
}
