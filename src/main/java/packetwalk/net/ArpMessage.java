package packetwalk.net;

import java.util.Objects;

/**
 * An ARP request or reply, RFC 826.
 *
 * @param request whether it asks (operation 1) or answers (operation 2)
 * @param senderMac who sends it
 * @param senderIp the sender's address; every hearer may learn it
 * @param targetMac zero in a request: it is what is asked for
 * @param targetIp the address asked about, or that of the one who asked
 */
public record ArpMessage(
        boolean request, MacAddress senderMac, IpAddress senderIp, MacAddress targetMac, IpAddress targetIp)
        implements FramePayload {

    public ArpMessage {
        Objects.requireNonNull(senderMac, "senderMac");
        Objects.requireNonNull(senderIp, "senderIp");
        Objects.requireNonNull(targetMac, "targetMac");
        Objects.requireNonNull(targetIp, "targetIp");
    }

    /** "Who has {@code wanted}? Tell {@code senderIp}." */
    public static ArpMessage request(MacAddress senderMac, IpAddress senderIp, IpAddress wanted) {
        return new ArpMessage(true, senderMac, senderIp, MacAddress.ZERO, wanted);
    }

    /** The answer to this request: {@code targetIp} is at {@code mac}. */
    public ArpMessage answeredBy(MacAddress mac) {
        return new ArpMessage(false, mac, targetIp, senderMac, senderIp);
    }

    @Override
    public int length() {
        return 28;
    }

    @Override
    public int etherType() {
        return 0x0806;
    }

    @Override
    public String summary() {
        return request
                ? "ARP, Request who-has " + targetIp + " tell " + senderIp
                : "ARP, Reply " + senderIp + " is-at " + senderMac;
    }

    @Override
    public String toString() {
        return summary();
    }
}
