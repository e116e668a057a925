package packetwalk.linux.ipvs;

/** How packets reach a real server: linux/ip_vs.h {@code IP_VS_CONN_F_FWD_MASK}. */
public enum ForwardingMethod {
    /** With the real server's address in place of the virtual one, and back: NAT. */
    MASQ("Masq", "-m"),
    /** As they are, to the real server's MAC address: direct routing. */
    ROUTE("Route", "-g"),
    /** As they are, within a packet to the real server. */
    TUNNEL("Tunnel", "-i");

    private final String title;
    private final String option;

    ForwardingMethod(String title, String option) {
        this.title = title;
        this.option = option;
    }

    /** The option by which {@code ipvsadm} is told. */
    public String option() {
        return option;
    }

    /** As {@code ipvsadm -L} lists it. */
    @Override
    public String toString() {
        return title;
    }
}
