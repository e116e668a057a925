package packetwalk.net;

import java.util.Objects;

/**
 * An ICMP echo request or reply (RFC 792; RFC 4443 section 4): what ping sends.
 *
 * @param reply whether it answers
 * @param family ICMP or ICMPv6
 * @param id tells one ping process from another, 0 to 65535; connection tracking uses it like a port
 * @param seq the request's number, 0 to 65535
 * @param data payload, given back unchanged
 */
public record IcmpEcho(boolean reply, IpFamily family, int id, int seq, Bytes data) implements Transport {

    public IcmpEcho {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(data, "data");
        Ports.require(id);
        Ports.require(seq);
    }

    /** The reply that an echo request asks for. */
    public IcmpEcho answered() {
        return new IcmpEcho(true, family, id, seq, data);
    }

    /** The message's type: 8 or 0, of ICMPv6 128 or 129. */
    public int type() {
        return family == IpFamily.IPV4 ? (reply ? 0 : 8) : (reply ? 129 : 128);
    }

    public IcmpEcho withId(int other) {
        return new IcmpEcho(reply, family, other, seq, data);
    }

    @Override
    public Protocol protocol() {
        return family == IpFamily.IPV4 ? Protocol.ICMP : Protocol.ICMPV6;
    }

    @Override
    public int length() {
        return 8 + data.length();
    }

    @Override
    public String summary(String src, String dst) {
        return src + " > " + dst + ": " + (family == IpFamily.IPV4 ? "ICMP" : "ICMP6,") + " echo "
                + (reply ? "reply" : "request") + ", id " + id + ", seq " + seq;
    }
}
