package packetwalk.linux.conntrack;

import packetwalk.net.MacAddress;

/** What br_netfilter keeps of a packet while iptables sees a bridge instead of its ports: {@code struct nf_bridge_info}. */
public final class BridgeInfo {

    private final String physIn;
    private final MacAddress macSrc;
    private String physOut = "";
    private String arrivedBy = "";
    private boolean bridgedDnat;

    /**
     * A frame that came in by a port.
     *
     * @param physIn the port's name
     * @param macSrc the station that sent it; it keeps its name when the frame is bridged on
     */
    public BridgeInfo(String physIn, MacAddress macSrc) {
        this.physIn = physIn;
        this.macSrc = macSrc;
    }

    /** The port that it came in by: {@code -m physdev --physdev-in}. */
    public String physIn() {
        return physIn;
    }

    public MacAddress macSrc() {
        return macSrc;
    }

    /** The port that it leaves by; empty until the bridge has chosen one, and for what is routed. */
    public String physOut() {
        return physOut;
    }

    public void physOut(String port) {
        physOut = port;
    }

    /**
     * The device that IPv6 takes it to have come in by: the way out that br_netfilter has found for what it translated, else
     * the bridge; empty while the bridge has not handed it up.
     */
    public String arrivedBy() {
        return arrivedBy;
    }

    public void arrivedBy(String device) {
        arrivedBy = device;
    }

    /** Whether it waits for its new destination's MAC address, to be bridged on then. */
    public boolean bridgedDnat() {
        return bridgedDnat;
    }

    public void bridgedDnat(boolean waits) {
        bridgedDnat = waits;
    }

    BridgeInfo copy() {
        BridgeInfo copy = new BridgeInfo(physIn, macSrc);
        copy.physOut = physOut;
        copy.arrivedBy = arrivedBy;
        return copy;
    }
}
