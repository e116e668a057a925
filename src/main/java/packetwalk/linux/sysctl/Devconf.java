package packetwalk.linux.sysctl;

/**
 * Settings of {@code net.ipv4.conf.{all,default,DEVICE}}: Linux {@code IPV4_DEVCONF_*}.
 *
 * <p>How the value of {@code all} and that of the device become one is written in include/linux/inetdevice.h.
 */
public enum Devconf implements Setting {
    FORWARDING("forwarding", 0, Combination.OWN);

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
