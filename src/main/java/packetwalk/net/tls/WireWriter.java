package packetwalk.net.tls;

import java.io.ByteArrayOutputStream;
import packetwalk.net.Bytes;

/** Writes numbers and vectors as RFC 5246 section 4 describes them. */
public final class WireWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public WireWriter uint8(int value) {
        out.write(value);
        return this;
    }

    public WireWriter uint16(int value) {
        return uint8(value >>> 8).uint8(value);
    }

    public WireWriter uint24(int value) {
        return uint8(value >>> 16).uint16(value);
    }

    public WireWriter uint64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            uint8((int) (value >>> shift));
        }
        return this;
    }

    public WireWriter raw(Bytes bytes) {
        out.writeBytes(bytes.toArray());
        return this;
    }

    /** A length of one byte, and what is so long. */
    public WireWriter vector8(Bytes bytes) {
        return uint8(bytes.length()).raw(bytes);
    }

    /** A length of two bytes, and what is so long. */
    public WireWriter vector16(Bytes bytes) {
        return uint16(bytes.length()).raw(bytes);
    }

    /** A length of three bytes, and what is so long. */
    public WireWriter vector24(Bytes bytes) {
        return uint24(bytes.length()).raw(bytes);
    }

    public Bytes bytes() {
        return Bytes.of(out.toByteArray());
    }
}
