package packetwalk.net;

import java.util.Objects;
import java.util.Optional;

/**
 * A UDP datagram, RFC 768.
 *
 * @param srcPort 0 to 65535
 * @param dstPort 0 to 65535
 * @param data payload; empty where it is a frame, whose bytes {@link #data()} makes for who asks
 * @param tunnelled the Ethernet frame in it, where a tunnel has put one there
 */
public record Udp(int srcPort, int dstPort, Bytes data, Optional<VxlanFrame> tunnelled) implements Transport {

    private static final int DNS_PORT = 53;

    public Udp {
        Ports.require(srcPort);
        Ports.require(dstPort);
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(tunnelled, "tunnelled");
    }

    public Udp(int srcPort, int dstPort, Bytes data) {
        this(srcPort, dstPort, data, Optional.empty());
    }

    /** A datagram that carries a frame through a tunnel, RFC 7348. */
    public static Udp tunnelling(int srcPort, int dstPort, VxlanFrame frame) {
        return new Udp(srcPort, dstPort, Bytes.EMPTY, Optional.of(frame));
    }

    public Udp withPorts(int src, int dst) {
        return new Udp(src, dst, data, tunnelled);
    }

    /** The payload; a tunnelled frame as it is on the wire. */
    @Override
    public Bytes data() {
        return tunnelled.map(Wire::of).orElse(data);
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public int length() {
        return 8 + tunnelled.map(VxlanFrame::length).orElse(data.length());
    }

    @Override
    public String summary(String src, String dst) {
        if (tunnelled.isPresent()) {
            return src + "." + srcPort + " > " + dst + "." + dstPort + ": " + tunnelled.get();
        }
        String content = dns().map(message -> "DNS " + message + " (" + data.length() + ")")
                .orElse("UDP, length " + data.length());
        return src + "." + srcPort + " > " + dst + "." + dstPort + ": " + content;
    }

    /** The DNS message in it, if it comes from or goes to the port of DNS and is one. */
    public Optional<DnsMessage> dns() {
        return srcPort == DNS_PORT || dstPort == DNS_PORT ? DnsMessage.find(data) : Optional.empty();
    }
}
