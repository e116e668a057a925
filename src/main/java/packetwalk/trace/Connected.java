package packetwalk.trace;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;

/**
 * A TCP connection that carried a walk's request a part of its way, by the first packet on it: what its client sent, and what
 * its server received.
 *
 * @param from the client, as a person calls it: a pod, container or machine
 * @param to the server, likewise
 * @param sent the packet as the client's socket sent it: a SYN, or data on a connection that was open already
 * @param received the same packet as the server's socket got it: its source is whom the server sees
 * @param hops machines that forwarded it, 0 and up: TTL less one each
 * @param translations what was rewritten on its way, in order: DNAT, SNAT, MASQUERADE
 */
public record Connected(
        String from, String to, Packet sent, Packet received, int hops, List<Step.Translated> translations) {

    public Connected {
        translations = List.copyOf(translations);
    }

    static Connected of(Way way, Step.Sent begin, Step.Delivered end) {
        List<Step.Translated> translations = new ArrayList<>();
        int hops = 0;
        for (Step step : way.steps()) {
            if (step instanceof Step.Translated translated) {
                translations.add(translated);
            } else if (step instanceof Step.Forwarded) {
                hops++;
            }
        }
        return new Connected(begin.at().space(), end.at().space(), begin.before(), end.before(), hops, translations);
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
