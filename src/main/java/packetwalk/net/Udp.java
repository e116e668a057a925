package packetwalk.net;

import java.util.Objects;
import java.util.Optional;

/**
 * A UDP datagram, RFC 768.
 *
 * @param srcPort 0 to 65535
 * @param dstPort 0 to 65535
 * @param data payload
 */
public record Udp(int srcPort, int dstPort, Bytes data) implements Transport {

    private static final int DNS_PORT = 53;

    public Udp {
        Ports.require(srcPort);
        Ports.require(dstPort);
        Objects.requireNonNull(data, "data");
    }

    public Udp withPorts(int src, int dst) {
        return new Udp(src, dst, data);
    }

    @Override
    public Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public int length() {
        return 8 + data.length();
    }

    @Override
    public String summary(String src, String dst) {
        String content = dns().map(message -> "DNS " + message + " (" + data.length() + ")")
                .orElse("UDP, length " + data.length());
        return src + "." + srcPort + " > " + dst + "." + dstPort + ": " + content;
    }

    /** The DNS message in it, if it comes from or goes to the port of DNS and is one. */
    public Optional<DnsMessage> dns() {
        return srcPort == DNS_PORT || dstPort == DNS_PORT ? DnsMessage.find(data) : Optional.empty();
    }
}
