package packetwalk.net;

import java.util.Objects;

/**
 * A UDP datagram, RFC 768.
 *
 * @param srcPort 0 to 65535
 * @param dstPort 0 to 65535
 * @param data payload
 */
public record Udp(int srcPort, int dstPort, Bytes data) implements Transport {

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
        return src + "." + srcPort + " > " + dst + "." + dstPort + ": UDP, length " + data.length();
    }
}
