package packetwalk.tools;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.VxlanConfig;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** What stands behind {@code ip link add … type vxlan}: iproute2 ip/iplink_vxlan.c {@code vxlan_parse_opt()}. */
final class VxlanWords {

    private static final String KNOWN = "id, remote, local, dev, dstport, srcport, ttl, tos, df, ageing, learning and"
            + " nolearning; groups, and what asks a process, are not modelled";

    private @Nullable Integer vni;
    private Optional<IpAddress> remote = Optional.empty();
    private Optional<IpAddress> local = Optional.empty();
    private String dev = "";
    private @Nullable Integer dstPort;
    private VxlanConfig.SourcePorts srcPort = VxlanConfig.SourcePorts.OF_HOST;
    private int ttl;
    private int tos;
    private VxlanConfig.DontFragment df = VxlanConfig.DontFragment.UNSET;
    private boolean learning = true;
    private int ageing = VxlanConfig.AGEING;

    private VxlanWords() {}

    /**
     * Reads all of them.
     *
     * @throws IllegalArgumentException if one is not modelled, is missing, or names no device of {@code namespace}
     */
    static VxlanConfig read(NetworkNamespace namespace, Words words) {
        VxlanWords read = new VxlanWords();
        while (words.hasNext()) {
            read.take(namespace, words);
        }
        Integer vni = read.vni;
        if (vni == null) {
            throw new IllegalArgumentException("vxlan: missing virtual network identifier; add id VNI");
        }
        // 0 is Linux' own older port; IANA's has to be asked for
        int port = read.dstPort == null || read.dstPort == 0 ? VxlanConfig.LINUX_PORT : read.dstPort;
        return new VxlanConfig(
                vni,
                read.remote,
                read.local,
                read.dev,
                port,
                read.srcPort,
                read.ttl,
                read.tos,
                read.df,
                read.learning,
                read.ageing);
    }

    private void take(NetworkNamespace namespace, Words words) {
        if (words.take("id", "vni")) {
            vni = words.nextNumber("id");
        } else if (words.take("remote")) {
            remote = address(words);
        } else if (words.take("local")) {
            local = address(words);
        } else if (words.take("dev")) {
            dev = Devices.named(namespace, words.next("a device")).name();
        } else if (words.take("dstport")) {
            dstPort = words.nextNumber("dstport");
        } else if (words.take("srcport", "port")) {
            srcPort =
                    new VxlanConfig.SourcePorts(words.nextNumber("the first port"), words.nextNumber("the last port"));
        } else if (words.take("ttl", "hoplimit")) {
            ttl = words.take("auto") ? 0 : inheritOr(words, "ttl");
        } else if (words.take("tos", "dsfield")) {
            int given = inheritOr(words, "tos");
            tos = given == 1 ? VxlanConfig.INHERIT : given; // as iproute2 and the driver have it
        } else if (words.take("df")) {
            df = df(words);
        } else if (words.take("ageing")) {
            int seconds = words.nextNumber("ageing");
            ageing = seconds == 0 ? VxlanConfig.AGEING : seconds;
        } else if (words.take("learning")) {
            learning = true;
        } else if (words.take("nolearning")) {
            learning = false;
        } else if (!isDefault(words)) {
            throw words.unexpected(KNOWN);
        }
    }

    /** What is said of what is so anyway. */
    private static boolean isDefault(Words words) {
        return words.take(
                "noproxy",
                "norsc",
                "nol2miss",
                "nol3miss",
                "udpcsum",
                "noudp6zerocsumtx",
                "noudp6zerocsumrx",
                "noremcsumtx",
                "noremcsumrx",
                "noexternal",
                "novnifilter");
    }

    private static Optional<IpAddress> address(Words words) {
        return words.take("any") ? Optional.empty() : Optional.of(words.nextAddress("an address"));
    }

    private static int inheritOr(Words words, String what) {
        return words.take("inherit") ? VxlanConfig.INHERIT : words.nextNumber(what);
    }

    private static VxlanConfig.DontFragment df(Words words) {
        if (words.take("set")) {
            return VxlanConfig.DontFragment.SET;
        }
        if (words.take("inherit")) {
            return VxlanConfig.DontFragment.INHERIT;
        }
        if (words.take("unset")) {
            return VxlanConfig.DontFragment.UNSET;
        }
        throw words.unexpected("set, unset and inherit");
    }
}
