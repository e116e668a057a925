package packetwalk.linux.sysctl;

/** One line of a table of settings: what it is called, what it starts with, what it may be. */
public sealed interface Setting permits Sysctl, ConntrackSysctl, IpvsSysctl, Devconf, Devconf6, NeighParm {

    /** The name below its table: {@code net.ipv4.ip_forward}, or {@code rp_filter} of a device. */
    String key();

    /** Its value in a new namespace. */
    int initial();

    /** The least value that the kernel takes. */
    int least();

    /** The greatest value that the kernel takes, or that the engine models. */
    int most();
}
