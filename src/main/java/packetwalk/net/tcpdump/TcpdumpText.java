package packetwalk.net.tcpdump;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.TcpOptions;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;

/**
 * Prints frames as {@code tcpdump -nn} does, in the order in which they came: behind a connection's first segments, sequence
 * numbers count from its beginning. Judged by the real one, {@code TcpdumpTest}.
 */
public final class TcpdumpText {

    /** A connection, whoever speaks: the lower port is {@code src}, or the lower address where the ports are alike. */
    private record Connection(IpAddress src, int srcPort, IpAddress dst, int dstPort) {}

    /** Numbers before the first byte: of what {@code src} sends, and of what it hears. */
    private record Start(long seq, long ack) {}

    private final Map<Connection, Start> starts = new HashMap<>();

    /** One line, without the time; what a tunnel carries has a line of its own. */
    public String line(Frame frame) {
        if (frame.payload() instanceof Packet packet) {
            return (packet.src().family() == IpFamily.IPV4 ? "IP " : "IP6 ") + text(packet);
        }
        return frame.payload().summary() + ", length " + frame.payload().length();
    }

    private String text(Packet packet) {
        String src = packet.src().toString();
        String dst = packet.dst().toString();
        if (packet.transport() instanceof Tcp tcp) {
            return src + "." + tcp.srcPort() + " > " + dst + "." + tcp.dstPort() + ": " + tcp(packet, tcp);
        }
        if (packet.transport() instanceof Udp udp && udp.tunnelled().isPresent()) {
            VxlanFrame tunnelled = udp.tunnelled().get();
            return src + "." + udp.srcPort() + " > " + dst + "." + udp.dstPort() + ": "
                    + ApplicationText.of(udp, tunnelled) + "\n" + line(tunnelled.inner());
        }
        if (packet.transport() instanceof Udp udp) {
            return src + "." + udp.srcPort() + " > " + dst + "." + udp.dstPort() + ": " + ApplicationText.of(udp);
        }
        if (packet.transport() instanceof Sctp sctp) {
            return sctp.summary(src, dst) + " [init tag: 1] [rwnd: 65535] [OS: 1] [MIS: 1] [init TSN: 1] ";
        }
        if (packet.transport() instanceof Ndp message) {
            return message.summary(src, dst); // which has the length already
        }
        return packet.transport().summary(src, dst) + ", length "
                + packet.transport().length();
    }

    /** print-tcp.c {@code tcp_print()}. */
    private String tcp(Packet packet, Tcp tcp) {
        Start start = startOf(packet, tcp);
        StringBuilder text = new StringBuilder("Flags [" + tcp.letters() + "]");
        long seq = tcp.seq() - start.seq() & 0xffff_ffffL;
        int length = tcp.data().length();
        if (length > 0) {
            text.append(", seq ").append(seq).append(':').append(seq + length & 0xffff_ffffL);
        } else if (tcp.span() > 0 || tcp.has(Tcp.Flag.RST)) {
            text.append(", seq ").append(seq);
        }
        if (tcp.has(Tcp.Flag.ACK)) {
            text.append(", ack ").append(tcp.ack() - start.ack() & 0xffff_ffffL);
        }
        text.append(", win ").append(tcp.window());
        if (tcp.options().length() > 0) {
            text.append(", options [").append(options(tcp.options())).append(']');
        }
        text.append(", length ").append(length);
        return length == 0
                ? text.toString()
                : text.append(ApplicationText.of(tcp)).toString();
    }

    /** What this segment's numbers are counted from: nothing where a connection begins, or is first seen. */
    private Start startOf(Packet packet, Tcp tcp) {
        Start nothing = new Start(0, 0);
        if (!tcp.has(Tcp.Flag.ACK)) {
            return nothing;
        }
        boolean reverse = tcp.srcPort() > tcp.dstPort()
                || (tcp.srcPort() == tcp.dstPort() && packet.src().compareTo(packet.dst()) > 0);
        Connection connection = reverse
                ? new Connection(packet.dst(), tcp.dstPort(), packet.src(), tcp.srcPort())
                : new Connection(packet.src(), tcp.srcPort(), packet.dst(), tcp.dstPort());
        Start known = starts.get(connection);
        if (known == null || tcp.has(Tcp.Flag.SYN)) {
            starts.put(connection, reverse ? new Start(tcp.ack() - 1, tcp.seq()) : new Start(tcp.seq(), tcp.ack() - 1));
            return nothing;
        }
        return reverse ? new Start(known.ack(), known.seq()) : known;
    }

    private static String options(TcpOptions options) {
        List<String> texts = new ArrayList<>();
        if (options.mss() > 0) {
            texts.add("mss " + options.mss());
        }
        if (options.sackPermitted()) {
            texts.addAll(options.timestamps() ? List.of("sackOK") : List.of("nop", "nop", "sackOK"));
        } else if (options.timestamps()) {
            texts.addAll(List.of("nop", "nop"));
        }
        if (options.timestamps()) {
            texts.add("TS val 0 ecr 0");
        }
        if (options.windowScale() >= 0) {
            texts.addAll(List.of("nop", "wscale " + options.windowScale()));
        }
        return String.join(",", texts);
    }
}
