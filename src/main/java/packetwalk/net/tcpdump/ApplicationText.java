package packetwalk.net.tcpdump;

import java.util.Set;
import packetwalk.net.Bytes;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;

/** What tcpdump finds in a payload, by its ports: DNS, and HTTP's first line where a message begins. */
final class ApplicationText {

    private static final int DNS = 53;
    private static final int VXLAN = 4789;
    private static final int OTV = 8472;
    private static final Set<Integer> HTTP = Set.of(80, 8080);

    /** Of print-http.c, those that somebody uses who is no author of documents over WebDAV. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE");

    private ApplicationText() {}

    /** What is printed behind a datagram's ports. */
    static String of(Udp udp) {
        return udp.srcPort() == DNS || udp.dstPort() == DNS
                ? DnsText.ofDatagram(udp.data())
                : "UDP, length " + udp.data().length();
    }

    /** A tunnel's header. At Linux' port tcpdump takes it for OTV, which is laid out alike: print-vxlan.c, print-otv.c. */
    static String of(Udp udp, VxlanFrame tunnelled) {
        if (udp.dstPort() == VXLAN) {
            return "VXLAN, flags [I] (0x08), vni " + tunnelled.vni();
        }
        return udp.dstPort() == OTV ? "OTV, flags [I] (0x08), overlay 0, instance " + tunnelled.vni() : of(udp);
    }

    /** What is printed behind a segment's length; empty for what tcpdump does not look into. */
    static String of(Tcp tcp) {
        if (HTTP.contains(tcp.srcPort()) || HTTP.contains(tcp.dstPort())) {
            return ": HTTP" + http(tcp.data());
        }
        return tcp.srcPort() == DNS || tcp.dstPort() == DNS ? DnsText.ofSegment(tcp.data()) : "";
    }

    /** print-ascii.c {@code txtproto_print()}: a line that begins with a method, or has a status as its second word. */
    private static String http(Bytes data) {
        String line = data.text().split("\r?\n", 2)[0];
        String[] words = line.split(" ");
        boolean begins = METHODS.contains(words[0]) || (words.length > 1 && words[1].matches("[0-9]{3}"));
        return begins ? ": " + line : "";
    }
}
