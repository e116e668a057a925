package packetwalk.linux;

import packetwalk.net.Frame;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;

/**
 * A device with nothing behind it, for addresses that a host is to have: kube-proxy's {@code kube-ipvs0}. Linux
 * drivers/net/dummy.c.
 */
public final class Dummy extends NetDevice {

    /** Makes it, {@code ip link add NAME type dummy}; it is down. */
    public Dummy(NetworkNamespace namespace, String name, MacAddress mac) {
        super(namespace, name, mac);
        namespace.add(this);
    }

    @Override
    public String kind() {
        return "dummy";
    }

    /** It always has one: {@code dummy_open()} has nothing to wait for. */
    @Override
    public boolean carrier() {
        return up();
    }

    /** {@code dummy_xmit()}: counted, and gone. */
    @Override
    void send(int id, Frame frame, int mark) {
        drop(id, frame, DropReason.NO_TX_TARGET, "a dummy device sends nothing on");
    }
}
