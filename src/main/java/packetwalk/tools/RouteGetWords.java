package packetwalk.tools;

import java.util.EnumSet;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.RouteQuery;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.tools.line.Words;

/** What was typed behind {@code ip route get}. */
final class RouteGetWords {

    private static final String WORDS =
            "from ADDRESS, iif DEVICE, oif DEVICE, mark NUMBER, tos TOS, ipproto PROTOCOL, sport PORT, dport PORT";

    private final IpAddress dst;
    private IpAddress src;
    private String iif = "";
    private String oif = "";
    private int mark;
    private int tos;
    private Protocol protocol = Protocol.UDP;
    private boolean protocolTyped;
    private int sport;
    private int dport;
    private boolean fibmatch;

    private RouteGetWords(NetworkNamespace namespace, Words words) {
        fibmatch = words.take("fibmatch");
        words.take("to");
        dst = words.nextAddress("an address");
        src = dst.family().any();
        while (words.hasNext()) {
            if (!readWay(namespace, words) && !readFlow(words)) {
                throw words.unexpected(WORDS);
            }
        }
    }

    static RouteGetWords read(NetworkNamespace namespace, Words words) {
        return new RouteGetWords(namespace, words);
    }

    private boolean readWay(NetworkNamespace namespace, Words words) {
        if (words.take("from")) {
            src = words.nextAddress("a source");
        } else if (words.take("iif")) {
            iif = Devices.named(namespace, words.next("a device")).name();
        } else if (words.take("oif", "dev")) {
            oif = Devices.named(namespace, words.next("a device")).name();
        } else if (words.take("fibmatch")) {
            fibmatch = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean readFlow(Words words) {
        if (words.take("mark")) {
            mark = words.nextNumber("mark");
        } else if (words.take("tos", "dsfield")) {
            tos = RouteWords.tos(words);
        } else if (words.take("ipproto")) {
            String name = words.next("a protocol");
            protocolTyped = true;
            protocol = Protocol.named(name)
                    .filter(each -> each == Protocol.TCP || each == Protocol.UDP || each == Protocol.ICMP)
                    .orElseThrow(() -> new IllegalArgumentException("RTNETLINK answers: Operation not supported: \""
                            + name + "\"; the kernel takes tcp, udp and icmp here"));
        } else if (words.take("sport")) {
            sport = words.nextNumber("sport") & 0xffff;
        } else if (words.take("dport")) {
            dport = words.nextNumber("dport") & 0xffff;
        } else {
            return false;
        }
        return true;
    }

    IpAddress dst() {
        return dst;
    }

    String iif() {
        return iif;
    }

    boolean fibmatch() {
        return fibmatch;
    }

    String mark() {
        return IpRouteGet.mark(mark);
    }

    /** The question, as of what this host sends, or of what comes in by {@code iif}. */
    RouteQuery query() {
        int number = protocolTyped ? protocol.number() : 0;
        return new RouteQuery(dst, src, iif.isEmpty() ? RouteQuery.LOCAL : iif, oif, mark, tos, number, sport, dport);
    }

    /** A packet such as was asked about. */
    Packet packet() {
        return Packet.of(src, dst, transport()).withTos(tos);
    }

    private Transport transport() {
        if (protocol == Protocol.TCP) {
            return new Tcp(sport, dport, 0, 0, EnumSet.of(Tcp.Flag.SYN), Bytes.EMPTY);
        }
        return protocol == Protocol.ICMP
                ? new IcmpEcho(false, dst.family(), 0, 0, Bytes.EMPTY)
                : new Udp(sport, dport, Bytes.EMPTY);
    }
}
