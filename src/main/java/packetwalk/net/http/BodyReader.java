package packetwalk.net.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.net.ByteQueue;
import packetwalk.net.Bytes;

/** Takes one message's body from what comes in: RFC 9112 section 6. */
final class BodyReader {

    private static final int LONGEST_CHUNK_LINE = 256;

    /** How the end is known. */
    private enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE
    }

    private final Framing framing;
    private final int most;
    private final List<Bytes> pieces = new ArrayList<>();
    private Part part = Part.SIZE;
    private long missing;
    private long length;

    private BodyReader(Framing framing, long missing, int most) {
        this.framing = framing;
        this.missing = missing;
        this.most = most;
        tooLarge(missing);
    }

    static BodyReader ofLength(long length, int most) {
        return new BodyReader(Framing.LENGTH, length, most);
    }

    static BodyReader chunked(int most) {
        return new BodyReader(Framing.CHUNKED, 0, most);
    }

    static BodyReader untilClose(int most) {
        return new BodyReader(Framing.UNTIL_CLOSE, 0, most);
    }

    private void tooLarge(long more) {
        if (length + more > most) {
            throw new HttpFault(413, "a body of more than " + most + " bytes is not taken");
        }
    }

    /** Takes what it can; whether all is there. */
    boolean read(ByteQueue queue) {
        return switch (framing) {
            case LENGTH -> missing == 0 || readLength(queue);
            case CHUNKED -> readChunks(queue);
            case UNTIL_CLOSE -> {
                tooLarge(queue.length());
                take(queue, queue.length());
                yield false;
            }
        };
    }

    /** Whether the end of the connection is its end. */
    boolean endsByClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /** How much is still to come, in curl's words. */
    String missing() {
        return framing == Framing.LENGTH ? missing + " bytes remaining to read" : "outstanding read data remaining";
    }

    Bytes content() {
        if (pieces.size() < 2) {
            return pieces.isEmpty() ? Bytes.EMPTY : pieces.get(0);
        }
        ByteQueue all = new ByteQueue();
        pieces.forEach(all::add);
        return all.take(all.length());
    }

    private boolean readLength(ByteQueue queue) {
        int there = (int) Math.min(missing, queue.length());
        take(queue, there);
        missing -= there;
        return missing == 0;
    }

    private void take(ByteQueue queue, int count) {
        if (count > 0) {
            pieces.add(queue.take(count));
            length += count;
        }
    }

    private boolean readChunks(ByteQueue queue) {
        while (part != Part.DONE) {
            if (part == Part.DATA) {
                if (!readLength(queue)) {
                    return false;
                }
                part = Part.DATA_END;
            }
            Optional<String> line = queue.takeLine();
            if (line.isEmpty()) {
                if (queue.length() > LONGEST_CHUNK_LINE) {
                    throw HttpFault.malformed("a chunk's line is longer than " + LONGEST_CHUNK_LINE + " bytes");
                }
                return false;
            }
            next(line.get());
        }
        return true;
    }

    private void next(String line) {
        switch (part) {
            case SIZE -> {
                missing = size(line);
                tooLarge(missing);
                part = missing == 0 ? Part.TRAILERS : Part.DATA;
            }
            case DATA_END -> {
                if (!line.isEmpty()) {
                    throw HttpFault.malformed("a chunk is longer than it said");
                }
                part = Part.SIZE;
            }
            case TRAILERS -> part = line.isEmpty() ? Part.DONE : Part.TRAILERS;
            default -> throw new AssertionError("no line in part " + part + " of a chunk");
        }
    }

    /** Extensions behind a semicolon are passed over. */
    private static long size(String line) {
        String digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9a-fA-F]{1,8}")) {
            throw HttpFault.malformed("\"" + Quote.of(line) + "\" is no length of a chunk");
        }
        return Long.parseLong(digits, 16);
    }
}
