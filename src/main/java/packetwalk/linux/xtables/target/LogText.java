package packetwalk.linux.xtables.target;

import java.util.List;
import java.util.Set;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/**
 * A packet in the words of the kernel's log: net/netfilter/nf_log_syslog.c. What the engine does not keep of a packet
 * stands there as a question mark: TCP's window.
 */
final class LogText {

    private static final List<Tcp.Flag> FLAGS =
            List.of(Tcp.Flag.URG, Tcp.Flag.ACK, Tcp.Flag.PSH, Tcp.Flag.RST, Tcp.Flag.SYN, Tcp.Flag.FIN);

    private final Set<LogTarget.Extra> extras;
    private final StringBuilder text = new StringBuilder();

    private LogText(Set<LogTarget.Extra> extras) {
        this.extras = extras;
    }

    /** {@code nf_log_ip_packet()}, {@code nf_log_ip6_packet()}. */
    static String of(Skb skb, Hook hook, String prefix, Set<LogTarget.Extra> extras) {
        LogText text = new LogText(extras);
        text.devices(skb, hook, prefix);
        text.packet(skb.packet(), false);
        if (extras.contains(LogTarget.Extra.UID)) {
            skb.owner().ifPresent(owner -> text.word("UID=" + owner.uid()).word("GID=" + owner.gid()));
        }
        if (skb.mark() != 0) {
            text.word("MARK=0x" + Integer.toHexString(skb.mark()));
        }
        return text.text.toString();
    }

    private LogText word(String word) {
        text.append(word).append(' ');
        return this;
    }

    /** {@code nf_log_dump_packet_common()} and {@code dump_mac_header()}. */
    private void devices(Skb skb, Hook hook, String prefix) {
        boolean enters = hook != Hook.OUTPUT && hook != Hook.POSTROUTING;
        boolean leaves = hook != Hook.PREROUTING && hook != Hook.INPUT;
        word(prefix + "IN=" + (enters ? skb.in() : "")).word("OUT=" + (leaves ? skb.out() : ""));
        BridgeInfo bridge = skb.bridge();
        if (bridge != null) {
            word("PHYSIN=" + bridge.physIn());
            if (!bridge.physOut().isEmpty()) {
                word("PHYSOUT=" + bridge.physOut());
            }
        }
        if (!enters) {
            return;
        }
        MacAddress src = skb.macSrc().orElse(MacAddress.ZERO);
        boolean v4 = skb.packet().family() == IpFamily.IPV4;
        if (extras.contains(LogTarget.Extra.MACDECODE) && !skb.in().equals("lo")) {
            word("MACSRC=" + src).word("MACDST=" + skb.macDst()).word("MACPROTO=" + (v4 ? "0800" : "86dd"));
        } else {
            word("MAC=" + skb.macDst() + ":" + src + (v4 ? ":08:00" : ":86:dd"));
        }
    }

    /** By its family; {@code quoted} within an error. */
    private void packet(Packet packet, boolean quoted) {
        if (packet.family() == IpFamily.IPV4) {
            ipv4(packet);
        } else {
            ipv6(packet);
        }
        Transport transport = packet.transport();
        if (transport instanceof Tcp segment) {
            tcp(segment);
        } else if (transport instanceof Udp datagram) {
            word("PROTO=UDP SPT=%d DPT=%d LEN=%d".formatted(datagram.srcPort(), datagram.dstPort(), datagram.length()));
        } else if (transport instanceof IcmpEcho echo) {
            icmp(packet, echo.type(), 0).word("ID=%d SEQ=%d".formatted(echo.id(), echo.seq()));
        } else if (transport instanceof IcmpError error) {
            icmp(packet, error.kind().type(), error.kind().code());
            error(error, quoted);
        } else if (transport instanceof Ndp message) {
            icmp(packet, message.kind().type(), 0);
        } else {
            word("PROTO=" + packet.protocol().number());
        }
    }

    /** {@code dump_ipv4_packet()}. */
    private void ipv4(Packet packet) {
        word("SRC=" + packet.src()).word("DST=" + packet.dst()).word("LEN=" + packet.length());
        word("TOS=0x%02X PREC=0x%02X TTL=%d ID=%d"
                .formatted(packet.tos() & 0x1e, packet.tos() & 0xe0, packet.ttl(), packet.id()));
        if (packet.dontFragment()) {
            word("DF");
        }
    }

    /** {@code dump_ipv6_packet()}; addresses stand there with all their zeros. */
    private void ipv6(Packet packet) {
        word("SRC=" + inFull(packet.src())).word("DST=" + inFull(packet.dst()));
        word("LEN=%d TC=%d HOPLIMIT=%d FLOWLBL=0".formatted(packet.length(), packet.tos(), packet.ttl()));
    }

    private static String inFull(IpAddress address) {
        return "%016x%016x".formatted(address.high(), address.low()).replaceAll("(....)(?!$)", "$1:");
    }

    private LogText icmp(Packet packet, int type, int code) {
        String protocol = packet.family() == IpFamily.IPV4 ? "ICMP" : "ICMPv6";
        return word("PROTO=%s TYPE=%d CODE=%d".formatted(protocol, type, code));
    }

    private void error(IcmpError error, boolean quoted) {
        if (error.kind() == IcmpError.Kind.V6_UNKNOWN_NEXT_HEADER) {
            word("POINTER=%08x".formatted(error.rest()));
        }
        if (!quoted) {
            text.append('[');
            packet(error.cause(), true);
            word("]");
        }
        if (error.kind() == IcmpError.Kind.V6_PACKET_TOO_BIG) {
            word("MTU=" + error.rest());
        }
    }

    /** {@code nf_log_dump_tcp_header()}. */
    private void tcp(Tcp segment) {
        word("PROTO=TCP SPT=%d DPT=%d".formatted(segment.srcPort(), segment.dstPort()));
        if (extras.contains(LogTarget.Extra.TCP_SEQUENCE)) {
            word("SEQ=%d ACK=%d".formatted(segment.seq(), segment.ack()));
        }
        word("WINDOW=?").word("RES=0x00");
        FLAGS.stream().filter(segment::has).forEach(flag -> word(flag.name()));
        word("URGP=0");
        if (extras.contains(LogTarget.Extra.TCP_OPTIONS)
                && segment.length() > 20 + segment.data().length()) {
            word("OPT (?)");
        }
    }
}
