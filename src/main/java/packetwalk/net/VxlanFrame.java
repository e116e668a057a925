package packetwalk.net;

import java.util.Objects;

/**
 * An Ethernet frame with the header that VXLAN puts before it, RFC 7348 5: what a datagram of a tunnel carries.
 *
 * @param vni the VXLAN network identifier, 0 to 16777215: which of the networks that share the tunnels it belongs to
 */
public record VxlanFrame(int vni, Frame inner) {

    /** Length of the VXLAN header, in bytes. */
    public static final int HEADER = 8;

    /** The largest identifier: 24 bits. */
    public static final int LAST_VNI = 0xff_ffff;

    public VxlanFrame {
        Objects.requireNonNull(inner, "inner");
        if (vni < 0 || vni > LAST_VNI) {
            throw new IllegalArgumentException("VNI " + vni + " does not fit 24 bits; use 0 to " + LAST_VNI);
        }
    }

    /** Length on the wire in bytes, both headers included. */
    public int length() {
        return HEADER + Frame.HEADER + inner.payload().length();
    }

    /** As {@code tcpdump -n} prints it. */
    @Override
    public String toString() {
        return "VXLAN, flags [I] (0x08), vni " + vni + ", " + inner.payload().summary();
    }
}
