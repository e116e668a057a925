package packetwalk.linux.xtables.target;

import java.util.List;
import java.util.Set;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.MacAddress;
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

    /** {@code nf_log_ip_packet()}. */
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
        if (extras.contains(LogTarget.Extra.MACDECODE) && !skb.in().equals("lo")) {
            word("MACSRC=" + src).word("MACDST=" + skb.macDst()).word("MACPROTO=0800");
        } else {
            word("MAC=" + skb.macDst() + ":" + src + ":08:00");
        }
    }

    /** {@code dump_ipv4_packet()}; {@code quoted} within an ICMP error. */
    private void packet(Packet packet, boolean quoted) {
        word("SRC=" + packet.src()).word("DST=" + packet.dst()).word("LEN=" + packet.length());
        word("TOS=0x%02X PREC=0x%02X TTL=%d ID=%d"
                .formatted(packet.tos() & 0x1e, packet.tos() & 0xe0, packet.ttl(), packet.id()));
        if (packet.dontFragment()) {
            word("DF");
        }
        Transport transport = packet.transport();
        if (transport instanceof Tcp segment) {
            tcp(segment);
        } else if (transport instanceof Udp datagram) {
            word("PROTO=UDP SPT=%d DPT=%d LEN=%d".formatted(datagram.srcPort(), datagram.dstPort(), datagram.length()));
        } else if (transport instanceof IcmpEcho echo) {
            word("PROTO=ICMP TYPE=%d CODE=0 ID=%d SEQ=%d".formatted(echo.reply() ? 0 : 8, echo.id(), echo.seq()));
        } else if (transport instanceof IcmpError error) {
            icmp(error, quoted);
        } else {
            word("PROTO=" + packet.protocol().number());
        }
    }

    private void icmp(IcmpError error, boolean quoted) {
        word("PROTO=ICMP TYPE=%d CODE=%d"
                .formatted(error.kind().type(), error.kind().code()));
        if (!quoted) {
            text.append('[');
            packet(error.cause(), true);
            word("]");
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
