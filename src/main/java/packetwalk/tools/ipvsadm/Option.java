package packetwalk.tools.ipvsadm;

/** The options, in the order in which ipvsadm checks them: {@code optnames}. */
enum Option {
    NUMERIC("numeric"),
    CONNECTION("connection"),
    SERVICE("service-address"),
    SCHEDULER("scheduler"),
    PERSISTENT("persistent"),
    NETMASK("netmask"),
    SERVER("real-server"),
    FORWARD("forwarding-method"),
    WEIGHT("weight"),
    UPPER("u-threshold"),
    LOWER("l-threshold"),
    TIMEOUT("timeout"),
    DAEMON("daemon"),
    STATS("stats"),
    RATE("rate"),
    THRESHOLDS("thresholds"),
    PERSISTENT_CONN("persistent-conn"),
    NOSORT("nosort"),
    EXACT("exact"),
    ONE_PACKET("ops"),
    ENGINE("pe"),
    SCHED_FLAGS("sched-flags"),
    TUN_INFO("tun-info"),
    TUN_TYPE("tun-type"),
    TUN_PORT("tun-port"),
    TUN_NOCSUM("tun-nocsum"),
    TUN_CSUM("tun-csum"),
    TUN_REMCSUM("tun-remcsum");

    private final String title;

    Option(String title) {
        this.title = title;
    }

    /** As messages call it. */
    @Override
    public String toString() {
        return title;
    }
}
