package packetwalk.tools;

import java.util.Locale;
import packetwalk.linux.NetDevice;
import packetwalk.linux.Vxlan;
import packetwalk.linux.VxlanConfig;
import packetwalk.linux.VxlanFdb;
import packetwalk.net.MacAddress;

/** VXLAN devices as iproute2 prints them: ip/iplink_vxlan.c {@code vxlan_print_opt()}, bridge/fdb.c. */
final class VxlanText {

    /** What stands of every such device in a line of details; the last but one is the lower device's, a veth's or a card's. */
    private static final String LIMITS = " addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536"
            + " gso_max_segs 65535 tso_max_size %d tso_max_segs 65535 gro_max_size 65536 ";

    private VxlanText() {}

    /**
     * What {@code ip -d link} adds.
     *
     * @throws IllegalArgumentException if it is another kind of device, of which no details are modelled
     */
    static String details(NetDevice device, String lineEnd) {
        if (!(device instanceof Vxlan vxlan)) {
            throw new IllegalArgumentException("ip -d link: details are modelled of vxlan devices only, and " + device
                    + " is a " + device.kind() + "; write ip -d link show type vxlan, or leave -d out");
        }
        VxlanConfig config = vxlan.config();
        return " promiscuity 0  allmulti 0 minmtu 68 maxmtu 65535 " + lineEnd + "    " + options(config)
                + LIMITS.formatted(config.dev().isEmpty() ? 65536 : 524280);
    }

    private static String options(VxlanConfig config) {
        return "vxlan id " + config.vni()
                + config.remote().map(address -> " remote " + address).orElse("")
                + config.local().map(address -> " local " + address).orElse("")
                + (config.dev().isEmpty() ? "" : " dev " + config.dev())
                + " srcport " + config.srcPort().first() + " "
                + config.srcPort().end()
                + " dstport " + config.dstPort()
                + (config.learning() ? "" : " nolearning")
                + tos(config.tos())
                + " ttl " + ttl(config.ttl())
                + df(config.df())
                + " ageing " + config.ageing()
                + " udpcsum noudp6zerocsumtx noudp6zerocsumrx";
    }

    private static String tos(int tos) {
        return switch (tos) {
            case 0 -> "";
            case VxlanConfig.INHERIT -> " tos inherit";
            default -> " tos 0x" + Integer.toHexString(tos);
        };
    }

    private static String ttl(int ttl) {
        return switch (ttl) {
            case 0 -> "auto";
            case VxlanConfig.INHERIT -> "inherit";
            default -> String.valueOf(ttl);
        };
    }

    private static String df(VxlanConfig.DontFragment df) {
        return df == VxlanConfig.DontFragment.UNSET ? "" : " df " + df.name().toLowerCase(Locale.ROOT);
    }

    /** The device's entries as {@code bridge fdb show} prints them; {@code named}: with the device. */
    static String entries(Vxlan device, boolean named) {
        StringBuilder text = new StringBuilder();
        for (VxlanFdb.Entry entry : device.fdb().entries()) {
            for (VxlanFdb.Remote remote : entry.remotes()) {
                text.append(entry(device, entry.mac(), remote, entry.state(), named));
            }
        }
        return text.toString();
    }

    private static String entry(
            Vxlan device, MacAddress mac, VxlanFdb.Remote remote, VxlanFdb.State state, boolean named) {
        return mac + (named ? " dev " + device.name() : "") + " dst " + remote.address()
                + (remote.port() == device.config().dstPort() ? "" : " port " + remote.port())
                + (remote.vni() == device.config().vni() ? "" : " vni " + remote.vni())
                + (remote.dev().isEmpty() ? "" : " via " + remote.dev())
                + " self "
                + switch (state) {
                    case PERMANENT -> "permanent";
                    case STATIC -> "static";
                    case DYNAMIC -> "";
                }
                + "\n";
    }
}
