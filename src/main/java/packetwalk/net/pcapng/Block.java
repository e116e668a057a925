package packetwalk.net.pcapng;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One block in the making: its type, its length, fields, options, and its length once more. Numbers are little-endian, as
 * on most machines that capture; all is padded to 32 bits. Section 3 of the draft.
 */
final class Block {

    /** Of type and both lengths. */
    private static final int FRAME = 12;

    private static final int END_OF_OPTIONS = 0;

    /** An option's length, and a record's, has 16 bits. */
    private static final int LONGEST = 0xffff;

    private final int type;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(128);
    private boolean optionsBegun;

    Block(int type) {
        this.type = type;
    }

    Block uint8(int value) {
        body.write(value);
        return this;
    }

    Block uint16(int value) {
        return uint8(value).uint8(value >> 8);
    }

    Block uint32(int value) {
        return uint16(value).uint16(value >> 16);
    }

    Block uint64(long value) {
        return uint32((int) value).uint32((int) (value >>> 32));
    }

    /** As they are, and zeros up to a multiple of four. */
    Block padded(byte[] bytes) {
        body.writeBytes(bytes);
        for (int length = bytes.length; length % 4 != 0; length++) {
            body.write(0);
        }
        return this;
    }

    /** A 16-bit code, the length of the value, the value: what options and records of names look like. */
    Block tagged(int code, byte[] value) {
        if (value.length > LONGEST) {
            throw new IllegalArgumentException(
                    value.length + " bytes do not fit into an option; it has room for " + LONGEST);
        }
        return uint16(code).uint16(value.length).padded(value);
    }

    Block option(int code, byte[] value) {
        optionsBegun = true;
        return tagged(code, value);
    }

    Block option32(int code, int value) {
        return option(code, new Block(type).uint32(value).body.toByteArray());
    }

    Block option64(int code, long value) {
        return option(code, new Block(type).uint64(value).body.toByteArray());
    }

    /** An option that is text in UTF-8; none if it is empty, and cut where it would not fit. */
    Block option(int code, String text) {
        if (text.isEmpty()) {
            return this;
        }
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return option(code, value.length > LONGEST ? cut(value) : value);
    }

    /** Not within a character. */
    private static byte[] cut(byte[] text) {
        int end = LONGEST;
        while ((text[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }

    void writeTo(OutputStream out) throws IOException {
        if (optionsBegun) {
            uint32(END_OF_OPTIONS);
        }
        int length = FRAME + body.size();
        Block head = new Block(type).uint32(type).uint32(length);
        head.body.writeTo(out);
        body.writeTo(out);
        Block tail = new Block(type).uint32(length);
        tail.body.writeTo(out);
    }
}
