package packetwalk.linux.xtables;

import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** Which end of a packet a condition is about. */
public enum Side {
    SRC,
    DST;

    /** The packet's address on this side. */
    public IpAddress address(Packet packet) {
        return this == SRC ? packet.src() : packet.dst();
    }

    /** {@code src} or {@code dst}. */
    @Override
    public String toString() {
        return this == SRC ? "src" : "dst";
    }
}
