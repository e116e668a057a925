package packetwalk.linux.sysctl;

/**
 * Settings of {@code net.ipv4.conf.{all,default,DEVICE}}: Linux {@code IPV4_DEVCONF_*}.
 *
 * <p>How the value of {@code all} and that of the device become one is written in include/linux/inetdevice.h.
 */
public enum Devconf implements Setting {
    ACCEPT_LOCAL("accept_local", 0, Combination.OR),
    /** How it combines depends on forwarding: {@link DeviceConf#acceptsRedirects}. */
    ACCEPT_REDIRECTS("accept_redirects", 1, Combination.OR),
    ARP_ANNOUNCE("arp_announce", 0, Combination.MAX),
    ARP_IGNORE("arp_ignore", 0, Combination.MAX),
    FORWARDING("forwarding", 0, Combination.OWN),
    PROMOTE_SECONDARIES("promote_secondaries", 0, Combination.OR),
    PROXY_ARP("proxy_arp", 0, Combination.OR),
    PROXY_ARP_PVLAN("proxy_arp_pvlan", 0, Combination.OR),
    ROUTE_LOCALNET("route_localnet", 0, Combination.OR),
    RP_FILTER("rp_filter", 0, Combination.MAX),
    SECURE_REDIRECTS("secure_redirects", 1, Combination.OR),
    SEND_REDIRECTS("send_redirects", 1, Combination.OR),
    SHARED_MEDIA("shared_media", 1, Combination.OR),
    SRC_VMARK("src_valid_mark", 0, Combination.OR);

    /** How {@code all} and the device's own value become one. */
    enum Combination {
        /** {@code IN_DEV_CONF_GET}: only the device's own counts. */
        OWN {
            @Override
            int of(int all, int own) {
                return own;
            }
        },
        /** {@code IN_DEV_ANDCONF}. */
        AND {
            @Override
            int of(int all, int own) {
                return all != 0 && own != 0 ? 1 : 0;
            }
        },
        /** {@code IN_DEV_ORCONF}. */
        OR {
            @Override
            int of(int all, int own) {
                return all != 0 || own != 0 ? 1 : 0;
            }
        },
        /** {@code IN_DEV_MAXCONF}. */
        MAX {
            @Override
            int of(int all, int own) {
                return Math.max(all, own);
            }
        };

        abstract int of(int all, int own);
    }

    private final String key;
    private final int initial;
    private final Combination combination;

    Devconf(String key, int initial, Combination combination) {
        this.key = key;
        this.initial = initial;
        this.combination = combination;
    }

    int combine(int all, int own) {
        return combination.of(all, own);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int initial() {
        return initial;
    }

    /** The kernel takes any number here, and reads those that mean nothing as it happens to: {@code proc_dointvec}. */
    @Override
    public int least() {
        return Integer.MIN_VALUE;
    }

    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    /** Its name in the table {@code net.ipv4.conf.DEVICE}. */
    @Override
    public String toString() {
        return key;
    }
}
