package packetwalk.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;

/**
 * A TCP connection that a walk opened, by its first packet: what its client sent, and what its server received.
 *
 * @param from the client, as a person calls it: a pod, container or machine
 * @param to the server, likewise
 * @param sent the SYN as the client's socket sent it
 * @param received the same SYN as the server's socket got it: its source is whom the server sees
 * @param hops machines that forwarded it, 0 and up: TTL less one each
 * @param translations what was rewritten on its way, in order: DNAT, SNAT, MASQUERADE
 */
public record Connected(
        String from, String to, Packet sent, Packet received, int hops, List<Step.Translated> translations) {

    public Connected {
        translations = List.copyOf(translations);
    }

    /** Those among {@code ways} that opened a connection, in order; a SYN sent again counts once. */
    static List<Connected> among(List<Way> ways) {
        Map<List<Object>, Connected> connections = new LinkedHashMap<>();
        for (Way way : ways) {
            if (isSyn(way) && way.end() instanceof Step.Delivered end) {
                Packet received = end.before();
                connections.putIfAbsent(List.of(end.at().where(), received.src(), received.transport()), of(way, end));
            }
        }
        return List.copyOf(connections.values());
    }

    private static boolean isSyn(Way way) {
        return way.content() instanceof Packet packet
                && packet.transport() instanceof Tcp tcp
                && tcp.has(Tcp.Flag.SYN)
                && !tcp.has(Tcp.Flag.ACK);
    }

    private static Connected of(Way way, Step.Delivered end) {
        List<Step.Translated> translations = new ArrayList<>();
        int hops = 0;
        for (Step step : way.steps()) {
            if (step instanceof Step.Translated translated) {
                translations.add(translated);
            } else if (step instanceof Step.Forwarded) {
                hops++;
            }
        }
        String from = way.steps().get(0).at().space();
        return new Connected(from, end.at().space(), (Packet) way.content(), end.before(), hops, translations);
    }

    /** One line: {@code visitor 203.0.113.9:40312 > 10.100.0.3:32213, at server-1 10.100.0.3:20962 > 10.0.1.2:8080; 5 hops, DNAT, MASQUERADE}. */
    @Override
    public String toString() {
        String counted = hops + (hops == 1 ? " hop" : " hops") + (translations.isEmpty() ? "" : ", " + nats());
        return from + " " + ends(sent) + ", at " + to + " " + ends(received) + "; " + counted;
    }

    private static String ends(Packet packet) {
        Tcp tcp = (Tcp) packet.transport();
        return packet.src() + ":" + tcp.srcPort() + " > " + packet.dst() + ":" + tcp.dstPort();
    }

    /** What was rewritten, as one word each: {@code DNAT, MASQUERADE}; empty if nothing was. */
    public String nats() {
        return String.join(
                ", ", translations.stream().map(Step.Translated::kind).toList());
    }
}
