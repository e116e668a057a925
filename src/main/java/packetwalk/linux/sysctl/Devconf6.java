package packetwalk.linux.sysctl;

/**
 * Settings of {@code net.ipv6.conf.{all,default,DEVICE}}: Linux {@code struct ipv6_devconf}, net/ipv6/addrconf.c.
 *
 * <p>Unlike those of IPv4, {@code all} and a device's own value are never combined: what asks, asks one of them.
 */
public enum Devconf6 implements Setting {
    /** Whether router advertisements are believed; nobody here sends any. */
    ACCEPT_RA("accept_ra", 1, 0, 2),
    /** 1 if the link-local address is not made of the MAC address, as {@code IN6_ADDR_GEN_MODE_NONE}. */
    ADDR_GEN_MODE("addr_gen_mode", 0, 0, 1),
    /** Duplicates are not looked for: addresses here are unique by construction. */
    ACCEPT_DAD("accept_dad", 0, -1, 0),
    /** Whether the device has no IPv6; written for {@code all}, it is for every device and the default. */
    DISABLE_IPV6("disable_ipv6", 0, 0, 1),
    /** Of {@code all}: whether this is a router. Of a device: whether it says so in advertisements. */
    FORWARDING("forwarding", 0, 0, Integer.MAX_VALUE),
    /** The hop limit of what this host sends by the device. */
    HOP_LIMIT("hop_limit", 64, 1, 255),
    /** Whether addresses stay when the device goes down. */
    KEEP_ADDR_ON_DOWN("keep_addr_on_down", 0, -1, 1);

    private final String key;
    private final int initial;
    private final int least;
    private final int most;

    Devconf6(String key, int initial, int least, int most) {
        this.key = key;
        this.initial = initial;
        this.least = least;
        this.most = most;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int initial() {
        return initial;
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public int most() {
        return most;
    }

    /** Its name in the table {@code net.ipv6.conf.DEVICE}. */
    @Override
    public String toString() {
        return key;
    }
}
