package packetwalk.linux;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Ports;
import packetwalk.net.VxlanFrame;

/**
 * What a VXLAN device is made with: Linux {@code struct vxlan_config}.
 *
 * @param vni its network's identifier, 0 to 16777215
 * @param remote where to send what no entry knows; empty for nowhere
 * @param local the outer packets' source; empty for the one that their route suggests
 * @param dev the device that outer packets to {@code remote} leave by, and whose MTU counts; or empty
 * @param dstPort the UDP port of all tunnels: 4789 by RFC 7348, 8472 where Linux is not told
 * @param srcPort the ports among which a flow is given one
 * @param ttl of the outer packets; 0 for the host's default, {@link #INHERIT} for the inner packet's
 * @param tos of the outer packets, without the two bits of ECN; {@link #INHERIT} for the inner packet's
 * @param learning whether it learns from what comes in behind which tunnel a MAC address is
 * @param ageing how long it trusts that, in seconds
 */
public record VxlanConfig(
        int vni,
        Optional<IpAddress> remote,
        Optional<IpAddress> local,
        String dev,
        int dstPort,
        SourcePorts srcPort,
        int ttl,
        int tos,
        DontFragment df,
        boolean learning,
        int ageing) {

    /** The inner packet's value, for {@code ttl} and {@code tos}. */
    public static final int INHERIT = -1;

    /** The port that Linux takes if it is not told: it is older than IANA's 4789. */
    public static final int LINUX_PORT = 8472;

    /** {@code FDB_AGE_DEFAULT}, in seconds. */
    public static final int AGEING = 300;

    /** From {@code first} to below {@code end}; both 0 for the host's own range. */
    public record SourcePorts(int first, int end) {

        public static final SourcePorts OF_HOST = new SourcePorts(0, 0);

        public SourcePorts {
            Ports.require(first);
            Ports.require(end);
        }

        /** The port of a flow with this hash: {@code udp_flow_src_port()}. */
        int of(int hash) {
            int from = first < end ? first : 32768;
            int below = first < end ? end : 60999;
            int mixed = hash ^ (hash << 16);
            return from + (int) ((Integer.toUnsignedLong(mixed) * (below - from)) >>> 32);
        }
    }

    /** Whether routers may cut outer packets up: {@code enum ifla_vxlan_df}. */
    public enum DontFragment {
        UNSET,
        SET,
        INHERIT
    }

    public VxlanConfig {
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(dev, "dev");
        Objects.requireNonNull(srcPort, "srcPort");
        Objects.requireNonNull(df, "df");
        Ports.require(dstPort);
        require(vni >= 0 && vni <= VxlanFrame.LAST_VNI, "id " + vni, "is no VNI; use 0 to " + VxlanFrame.LAST_VNI);
        require(ttl >= INHERIT && ttl <= 255, "ttl " + ttl, "does not fit its octet; use 1 to 255, auto or inherit");
        require(tos >= INHERIT && tos <= 255, "tos " + tos, "does not fit its octet; use 0 to 255 or inherit");
        require(ageing > 0, "ageing " + ageing, "is no time; use 1 second or more");
        remote.ifPresent(address -> requireUnicast("remote", address));
        local.ifPresent(address -> requireUnicast("local", address));
    }

    static void require(boolean holds, String value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("vxlan: " + value + " " + rule);
        }
    }

    /** What a tunnel may lead to: one host, by IPv4. */
    public static void requireUnicast(String what, IpAddress address) {
        require(
                address.family() == IpFamily.IPV4,
                what + " " + address,
                "is of IPv6, and tunnels over IPv6 are not modelled; use an IPv4 address");
        require(
                !address.isMulticast(),
                what + " " + address,
                "is a group, and tunnels to groups are not modelled; use each host's own address");
    }
}
