package packetwalk.linux.conntrack;

import packetwalk.net.MacAddress;

/** What br_netfilter keeps of a packet while iptables sees a bridge instead of its ports: {@code struct nf_bridge_info}. */
public final class BridgeInfo {

    private final String physIn;
    private final MacAddress macSrc;
    private String physOut = "";
    private String routedTo = "";
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

    /** The device to which br_netfilter has routed it, which the host has yet to do; empty if it has not. */
    public String routedTo() {
        return routedTo;
    }

    public void routedTo(String device) {
        routedTo = device;
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
        copy.routedTo = routedTo;
        return copy;
    }
}
