package packetwalk.net.tls;

import packetwalk.net.Bytes;

/** Reads what {@link WireWriter} writes; what ends too early is a {@link TlsFault}. */
final class WireReader {

    private final Bytes content;
    private int at;

    WireReader(Bytes content) {
        this.content = content;
    }

    Bytes take(int count) {
        if (count > content.length() - at) {
            throw new TlsFault(TlsAlert.DECODE_ERROR, TlsReason.LENGTH_TOO_SHORT);
        }
        at += count;
        return content.slice(at - count, at);
    }

    int uint8() {
        return take(1).uint8(0);
    }

    int uint16() {
        return take(2).uint16(0);
    }

    int uint24() {
        return uint8() << 16 | uint16();
    }

    Bytes vector8() {
        return take(uint8());
    }

    Bytes vector16() {
        return take(uint16());
    }

    Bytes vector24() {
        return take(uint24());
    }

    boolean more() {
        return at < content.length();
    }
}
