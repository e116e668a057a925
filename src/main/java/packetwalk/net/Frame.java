package packetwalk.net;

import java.util.Objects;

/**
 * An Ethernet frame, IEEE 802.3, without its checksum.
 *
 * @param src the station that put it on the wire
 * @param dst the station that shall take it, or a group
 * @param payload what it carries
 */
public record Frame(MacAddress src, MacAddress dst, FramePayload payload) {

    /** Length of the header in bytes: two addresses, and what follows. */
    public static final int HEADER = 14;

    public Frame {
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(dst, "dst");
        Objects.requireNonNull(payload, "payload");
    }

    /** The same stations, another payload. */
    public Frame withPayload(FramePayload other) {
        return other.equals(payload) ? this : new Frame(src, dst, other);
    }

    @Override
    public String toString() {
        return src + " > " + dst + ", " + payload.summary();
    }
}
